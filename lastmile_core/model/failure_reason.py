"""Why a delivery failed: seven fixed classes, codes inside them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FailureClass(StrEnum):
    """The seven classes; a company may add codes but not classes."""

    ADDRESS = "address"
    RECIPIENT = "recipient"
    ACCESS = "access"
    REFUSED = "refused"
    OUR_SIDE = "our_side"
    EXTERNAL = "external"
    NO_ATTEMPT = "no_attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureReason:
    """A code a driver can choose.

    Attributes
    ----------
    is_attempt
        Whether the vehicle reached the place, so that it counts in the first-attempt rate.
    owner
        Who can change it: customer data, customer, planner, warehouse, driver, nobody.
    retry_needs
        What a second attempt needs: call, other window, pickup point, address fix, nothing.
    needs_note
        Whether the driver must write a note.
    """

    code: str
    failure_class: FailureClass
    label: str
    is_attempt: bool
    owner: str
    retry_needs: str
    needs_note: bool = False


def _reason(
    code: str,
    failure_class: FailureClass,
    label: str,
    is_attempt: bool,
    owner: str,
    retry_needs: str,
    needs_note: bool = False,
) -> FailureReason:
    return FailureReason(
        code=code,
        failure_class=failure_class,
        label=label,
        is_attempt=is_attempt,
        owner=owner,
        retry_needs=retry_needs,
        needs_note=needs_note,
    )


_C = FailureClass
FAILURE_REASONS: tuple[FailureReason, ...] = (
    _reason("address_wrong", _C.ADDRESS, "Address is wrong or incomplete", True, "customer data", "address fix", True),
    _reason("address_not_found", _C.ADDRESS, "Address could not be found", True, "customer data", "address fix"),
    _reason("nobody_home", _C.RECIPIENT, "Nobody was home", True, "customer", "other window"),
    _reason("unreachable", _C.RECIPIENT, "Recipient could not be reached", True, "customer", "call"),
    _reason("other_day", _C.RECIPIENT, "Recipient asked for another day", True, "customer", "other window"),
    _reason("other_place", _C.RECIPIENT, "Recipient asked for another place", True, "customer", "address fix", True),
    _reason("no_access", _C.ACCESS, "Gate, door or security kept us out", True, "customer data", "call"),
    _reason("no_parking", _C.ACCESS, "No place to stop", True, "planner", "other window"),
    _reason("business_closed", _C.ACCESS, "Business was closed", True, "customer data", "other window"),
    _reason("refused", _C.REFUSED, "Recipient refused the goods", True, "customer", "call"),
    _reason("cannot_pay", _C.REFUSED, "Recipient could not pay", True, "customer", "call"),
    _reason("damaged", _C.REFUSED, "Goods were wrong or damaged", True, "warehouse", "nothing", True),
    _reason("not_loaded", _C.OUR_SIDE, "Goods were not on the vehicle", False, "warehouse", "nothing"),
    _reason("out_of_time", _C.OUR_SIDE, "Ran out of time", False, "planner", "nothing"),
    _reason("window_missed", _C.OUR_SIDE, "Came after the window", True, "planner", "other window"),
    _reason("breakdown", _C.OUR_SIDE, "Vehicle broke down", False, "nobody", "nothing"),
    _reason("weather", _C.EXTERNAL, "Weather or road closed", False, "nobody", "nothing"),
    _reason("no_attempt", _C.NO_ATTEMPT, "No attempt, or it cannot be proven", False, "driver", "nothing", True),
)

REASONS_BY_CODE = {reason.code: reason for reason in FAILURE_REASONS}
