"""Settings of the KPIs; a company chooses them, the cards name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionFactor:
    """Kilograms of CO2e a kilometre of one vehicle class, with the text that says where it comes from."""

    kg_per_km: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRules:
    """What a company may set.

    Attributes
    ----------
    tolerance_s
        Seconds by which an arrival may miss the window and still be on time.
    eta_tolerance_s
        Half width of the band of an accurate expected arrival.
    site_free_s
        (customer, seconds) of waiting that a site may take before it counts.
    overtime_surcharge
        Part of the hourly rate paid on top for time after the end of the shift; 0 when none is set.
    emission_factors
        (vehicle class, factor); none by default: the product invents no factor.
    """

    tolerance_s: int = 0
    eta_tolerance_s: int = 900
    site_free_s: tuple[tuple[str, int], ...] = ()
    overtime_surcharge: float = 0.0
    emission_factors: tuple[tuple[str, EmissionFactor], ...] = ()
