"""Two depots with loading bays, 18 vans and 4 cargo bikes, and who drives them."""

from __future__ import annotations

from sample_data.maker.addresses import Address
from sample_data.maker.customers import phone
from sample_data.maker.geo import rng_for, to_lonlat
from sample_data.maker.names import FIRST_NAMES, LAST_NAMES

Row = dict[str, object]

_HARBOUR_SHIFTS = [("06:30", "15:00")] * 2 + [("07:30", "16:00")] * 7 + [("09:00", "17:30")]
_NORTH_SHIFTS = [("06:30", "15:00")] * 3 + [("07:00", "16:00")] * 3 + [("08:30", "17:00")] * 2
_BIKE_SHIFTS = [("08:00", "16:00")] * 3 + [("09:00", "17:00")]


def make_depots(addresses: list[Address]) -> list[Row]:
    """Return both depots at addresses on the edge of the port and in the northern works."""
    wanted = {
        "harbour": ("Harbour depot", "Container Port", (1850, -3650), 4, 1200),
        "northgate": ("Northgate depot", "Northgate Works", (1000, 3700), 3, 900),
    }
    rows: list[Row] = []
    for depot_id, (name, district, spot, docks, loading_s) in wanted.items():
        place = min(
            (a for a in addresses if a.district.name == district),
            key=lambda a: (a.x - spot[0]) ** 2 + (a.y - spot[1]) ** 2,
        )
        lon, lat = to_lonlat(place.x, place.y)
        rows.append(
            {
                "depot_id": depot_id,
                "name": name,
                "address": place.text,
                "postcode": place.district.postcode,
                "latitude": lat,
                "longitude": lon,
                "timezone": "UTC",
                "currency": "EUR",
                "opens": "05:00",
                "closes": "22:00",
                "loading_s": loading_s,
                "docks": docks,
            }
        )
    return rows


def _vehicle(number: int, depot: str, driver: str) -> Row:
    is_large = number % 3 == 0
    skills = "fridge" if number in (3, 8, 13, 17) else ""
    return {
        "vehicle_id": f"V{number:02d}",
        "depot_id": depot,
        "name": f"Van {number}",
        "class": "van",
        "capacity_parcels": 125 if is_large else 95,
        "capacity_kg": 1150 if is_large else 820,
        "capacity_m3": 7.4 if is_large else 5.6,
        "fixed_cost": 68 if is_large else 60,
        "cost_per_km": 0.52 if is_large else 0.45,
        "cost_per_hour": 24,
        "max_stops": "",
        "driver_id": driver,
        "skills": skills,
    }


def _bike(number: int, driver: str) -> Row:
    return {
        "vehicle_id": f"B{number:02d}",
        "depot_id": "harbour",
        "name": f"Cargo bike {number}",
        "class": "cargo_bike",
        "capacity_parcels": 22,
        "capacity_kg": 110,
        "capacity_m3": 1.1,
        "fixed_cost": 14,
        "cost_per_km": 0.06,
        "cost_per_hour": 22,
        "max_stops": "",
        "driver_id": driver,
        "skills": "",
    }


def make_fleet() -> tuple[list[Row], list[Row]]:
    """Return the vehicles and the drivers."""
    crews: list[tuple[str, tuple[str, str], str]] = []
    crews += [("harbour", shift, f"V{n:02d}") for n, shift in enumerate(_HARBOUR_SHIFTS, 1)]
    crews += [("northgate", shift, f"V{n:02d}") for n, shift in enumerate(_NORTH_SHIFTS, 11)]
    crews += [("harbour", shift, f"B{n:02d}") for n, shift in enumerate(_BIKE_SHIFTS, 1)]
    rng = rng_for("drivers")
    firsts, lasts = rng.permutation(FIRST_NAMES), rng.permutation(LAST_NAMES)
    vehicles, drivers = [], []
    for number, (depot, shift, vehicle) in enumerate(crews, 1):
        driver = f"D{number:02d}"
        bike = vehicle.startswith("B")
        vehicles.append(_bike(int(vehicle[1:]), driver) if bike else _vehicle(int(vehicle[1:]), depot, driver))
        early = shift[0] < "07:00"
        drivers.append(
            {
                "driver_id": driver,
                "depot_id": depot,
                "name": f"{firsts[number]} {lasts[number]}",
                "phone": phone(rng),
                "skills": "two_person" if not bike and number % 2 == 0 else "",
                "shift_start": shift[0],
                "shift_end": shift[1],
                "break_min": 30,
                "break_earliest": "10:30" if early else "11:30",
                "break_latest": "12:30" if early else "13:30",
            }
        )
    return vehicles, drivers
