"""Two or more people at one form: nobody's edit is lost without being named."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lastmile_core.errors import StaleVersionError
from lastmile_core.model import Depot, Driver, Location
from lastmile_core.store import Store
from lastmile_core.store.open_store import open_store
from lastmile_core.workflows.company.compare_and_save import Sheet, compare_and_save, look_for_conflicts
from lastmile_core.workflows.company.compare_rows import WHOLE_ROW, Comparison, Conflict, Decision, compare, same
from lastmile_core.workflows.places.remote_geocoder import make_remote, remote_settings, set_remote

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CELLS = st.one_of(st.none(), st.just(""), st.integers(0, 3), st.sampled_from(["a", "b"]), st.just(time(9)))
ROWS = st.dictionaries(
    st.sampled_from("xyz"), st.fixed_dictionaries(dict.fromkeys(("phone", "note", "lat", "lon"), CELLS)), max_size=3
)
PLACE = {"place": ("lat", "lon")}


def _after(stored: Mapping[str, Any], found: Comparison) -> dict[str, Any]:
    return {key: row for key, row in {**stored, **found.rows}.items() if key not in found.removed}


def _decision(one: Conflict, *, keep_theirs: bool) -> Decision:
    return Decision(row=one.row, field=one.field, theirs=one.theirs, mine=one.mine, keep_theirs=keep_theirs)


def _cell(rows: Mapping[str, Any], key: str, name: str) -> Any:
    return rows.get(key, {}).get(name)


@given(shown=ROWS, wanted=ROWS, stored=ROWS)
@settings(CALM, max_examples=400)
def test_no_edit_is_lost_without_a_conflict_that_names_it(shown: Any, wanted: Any, stored: Any) -> None:
    told = compare(shown, wanted, stored).conflicts
    named = {(one.row, one.field) for one in told}
    found = compare(shown, wanted, stored, [_decision(one, keep_theirs=True) for one in told])
    after = _after(stored, found)
    for key in {*shown, *wanted, *stored}:
        if (key, WHOLE_ROW) in named:
            continue
        for name in ("phone", "note", "lat", "lon"):
            if (key, name) in named:
                continue
            was, mine, theirs = (_cell(rows, key, name) for rows in (shown, wanted, stored))
            # What I changed stands, what they changed stands.
            if not same(mine, was):
                assert same(_cell(after, key, name), mine)
            elif not same(theirs, was):
                assert same(_cell(after, key, name), theirs)


@given(shown=ROWS, wanted=ROWS)
@settings(CALM)
def test_alone_everything_that_was_typed_is_stored(shown: Any, wanted: Any) -> None:
    found = compare(shown, wanted, shown, wholes=PLACE)
    assert not found.conflicts
    assert same(_after(shown, found), {**wanted}) or all(
        same(_cell(_after(shown, found), key, name), _cell(wanted, key, name))
        for key in {*shown, *wanted}
        for name in ("phone", "note", "lat", "lon")
    )


@given(shown=ROWS, wanted=ROWS)
@settings(CALM)
def test_equal_edits_are_no_conflict_and_no_change(shown: Any, wanted: Any) -> None:
    found = compare(shown, wanted, wanted, wholes=PLACE)
    assert not found.conflicts
    assert not found.num_rows


@given(shown=ROWS, wanted=ROWS, stored=ROWS, keep=st.booleans())
@settings(CALM, max_examples=300)
def test_deciding_every_conflict_leaves_none_and_gives_what_was_decided(
    shown: Any, wanted: Any, stored: Any, keep: bool
) -> None:
    first = compare(shown, wanted, stored, wholes=PLACE)
    decisions = [_decision(one, keep_theirs=keep) for one in first.conflicts]
    found = compare(shown, wanted, stored, decisions, PLACE)
    assert not found.conflicts
    after = _after(stored, found)
    for one in first.conflicts:
        value = one.theirs if keep else one.mine
        if one.field == WHOLE_ROW:
            assert same(after.get(one.row), value)
        elif one.field == "place":
            assert same((_cell(after, one.row, "lat"), _cell(after, one.row, "lon")), value)
        else:
            assert same(_cell(after, one.row, one.field), value)


def test_a_decision_holds_only_for_the_values_it_was_made_about() -> None:
    shown, wanted = {"d": {"phone": "111"}}, {"d": {"phone": "333"}}
    decision = Decision(row="d", field="phone", theirs="222", mine="333", keep_theirs=False)
    assert compare(shown, wanted, {"d": {"phone": "222"}}, [decision]).rows == {"d": {"phone": "333"}}
    assert compare(shown, wanted, {"d": {"phone": "444"}}, [decision]).conflicts == [
        Conflict(row="d", field="phone", shown="111", theirs="444", mine="333")
    ]


def test_half_a_place_of_each_is_never_made() -> None:
    shown = {"o": {"lat": 1.0, "lon": 2.0, "note": ""}}
    found = compare(
        shown, {"o": {"lat": 1.5, "lon": 2.0, "note": ""}}, {"o": {"lat": 1.0, "lon": 2.5, "note": ""}}, wholes=PLACE
    )
    (one,) = found.conflicts
    assert (one.field, one.shown, one.theirs, one.mine) == ("place", (1.0, 2.0), (1.0, 2.5), (1.5, 2.0))


# In the store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path / "lastmile.db")
    opened.depots.save(Depot(depot_id="n", name="North", location=Location(lat=45.0, lon=-30.0), timezone="UTC"))
    opened.drivers.save_many([Driver(driver_id=f"d{i}", name=f"Driver {i}", depot_id="n") for i in range(4)])
    return opened


def drivers(store: Store) -> Sheet:
    def read(_keys: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
        return {d.driver_id: {"name": d.name, "phone": d.phone} for d in store.drivers.of_depot("n")}

    def write(found: Comparison) -> None:
        if any(len(row["phone"] or "") > 40 for row in found.rows.values()):
            raise ValueError("a phone is too long")
        store.drivers.save_many(
            [
                Driver(driver_id=key, name=row["name"] or key, phone=row["phone"] or "", depot_id="n")
                for key, row in found.rows.items()
            ]
        )

    return Sheet(what="change drivers", subject="n", read=read, write=write, labels={"phone": "Phone", "name": "Name"})


def _with(rows: Mapping[str, Any], key: str, **cells: Any) -> dict[str, Any]:
    return {**rows, key: {**rows[key], **cells}}


def test_the_second_person_is_told_who_and_when_and_what(store: Store) -> None:
    sheet = drivers(store)
    seen = dict(sheet.read([]))
    mika = compare_and_save(store, sheet, seen, _with(seen, "d1", phone="222"), by="Mika")
    assert (mika.num_rows, mika.conflicts) == (1, ())
    wanted = _with(seen, "d1", phone="333", name="Ana B.")
    ana = compare_and_save(store, sheet, seen, wanted, by="Ana")
    (told,) = ana.conflicts
    assert (told.field, told.shown, told.theirs, told.mine, told.by) == ("phone", "", "222", "333", "Mika")
    assert told.at == store.audit.latest(1)[0].at
    assert sheet.read([])["d1"] == {"name": "Driver 1", "phone": "222"}, "nothing is half saved"
    assert look_for_conflicts(store, sheet, seen, wanted) == [told]
    mine = Decision(row="d1", field="phone", theirs="222", mine="333", keep_theirs=False)
    assert compare_and_save(store, sheet, seen, wanted, by="Ana", decisions=[mine]).num_rows == 1
    assert sheet.read([])["d1"] == {"name": "Ana B.", "phone": "333"}
    newest = store.audit.latest(1)[0]
    assert {(c.row, c.field, c.old, c.new) for c in newest.changes} == {
        ("d1", "Name", "Driver 1", "Ana B."),
        ("d1", "Phone", "222", "333"),
    }
    assert store.audit.verify()


def test_different_fields_of_two_people_both_stand(store: Store) -> None:
    sheet = drivers(store)
    seen = dict(sheet.read([]))
    assert compare_and_save(store, sheet, seen, _with(seen, "d1", phone="1"), by="A").num_rows == 1
    assert compare_and_save(store, sheet, seen, _with(seen, "d1", name="One"), by="B").num_rows == 1
    assert sheet.read([])["d1"] == {"name": "One", "phone": "1"}


def test_a_value_that_is_refused_stores_nothing_and_no_audit(store: Store) -> None:
    sheet = drivers(store)
    seen = dict(sheet.read([]))
    with pytest.raises(ValueError, match="too long"):
        compare_and_save(store, sheet, seen, _with(_with(seen, "d1", phone="1" * 50), "d2", phone="2"), by="A")
    assert sheet.read([]) == seen
    assert store.audit.latest(1) == []


def test_eight_writers_of_one_table_lose_nothing_unseen(store: Store) -> None:
    """Each writer reads, types into one cell and saves, over and over; every value stored or named as a conflict."""
    rounds, outcomes, failures = 20, [], []

    def work(number: int) -> None:
        try:
            with open_store(store.path) as own:
                sheet = drivers(own)
                for turn in range(rounds):
                    seen = dict(sheet.read([]))
                    key, value = f"d{(number + turn) % 4}", f"{number}-{turn}"
                    saved = compare_and_save(own, sheet, seen, _with(seen, key, phone=value), by=f"W{number}")
                    outcomes.append((key, value, seen[key]["phone"], saved))
        except BaseException as error:
            failures.append(error)

    writers = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    stored = {key: value for key, value, _, saved in outcomes if not saved.conflicts}
    assert set(stored) == {"d0", "d1", "d2", "d3"}
    written = [c for entry in store.audit.latest(1000) for c in entry.changes]
    assert {(c.row, c.new) for c in written} == {
        (key, value) for key, value, _, saved in outcomes if not saved.conflicts
    }
    for key, value, seen_value, saved in outcomes:
        for told in saved.conflicts:
            assert (told.row, told.shown or "", told.mine) == (key, seen_value, value)
            assert told.theirs != seen_value
    # Each change began at the value that the one before left: no write went over another unseen.
    for key in stored:
        line = [(c.old or "", c.new) for c in reversed(written) if c.row == key]
        assert [old for old, _ in line[1:]] == [new for _, new in line[:-1]]
    assert store.audit.verify()


def test_two_dispatchers_a_thousand_conflicting_edits_lose_none(store: Store) -> None:
    """Both look at the same value and type another; the first is stored, the second is shown both, every time."""
    sheet, told = drivers(store), 0
    for turn in range(500):
        seen = dict(sheet.read([]))
        key = f"d{turn % 4}"
        first = compare_and_save(store, sheet, seen, _with(seen, key, phone=f"a{turn}"), by="Ana")
        second = compare_and_save(store, sheet, seen, _with(seen, key, phone=f"b{turn}"), by="Ben")
        assert (first.num_rows, first.conflicts) == (1, ())
        (one,) = second.conflicts
        assert (one.theirs, one.mine, one.by) == (f"a{turn}", f"b{turn}", "Ana")
        assert sheet.read([])[key]["phone"] == f"a{turn}"
        told += 1
    assert told == 500


def test_a_geocoder_that_somebody_else_chose_is_not_put_over_unseen(store: Store) -> None:
    mine, theirs = (make_remote("photon", f"https://{name}.example.org") for name in ("mine", "theirs"))
    set_remote(store, theirs, by="Mika", seen=None)
    with pytest.raises(StaleVersionError, match=r"Mika chose photon at https://theirs\.example\.org"):
        set_remote(store, mine, by="Ana", seen=None)
    assert remote_settings(store) == theirs
    set_remote(store, theirs, by="Ana", seen=None)
    set_remote(store, mine, by="Ana", seen=theirs)
    assert remote_settings(store) == mine
    (change,) = store.audit.latest(1)[0].changes
    assert (change.old[:27], change.new[:25]) == ("photon at https://theirs.ex", "photon at https://mine.ex")
