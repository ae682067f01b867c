"""Facts that lay among the settings of an earlier release are rows of their own after opening, and nothing is lost."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastmile_core.model import DayKey
from lastmile_core.store import Store
from lastmile_core.store.database.library import Database
from lastmile_core.store.migrations import MIGRATIONS, m2026_11_29_facts
from lastmile_core.store.open_store import open_store
from tests.store.old_databases import ALIASES, ANSWERS, CORRECTIONS, EARLIER, TARGETS, make_database, row_counts

DAY = DayKey(date(2026, 11, 23), "harbour")
SIGNATURE = "5e1f0ff1ce5e1f00"


def _has(newest: str, step: str) -> bool:
    return EARLIER.index(newest) >= EARLIER.index(step)


@pytest.mark.parametrize("newest", EARLIER)
def test_a_database_of_every_earlier_form_keeps_what_was_said(database: Path, newest: str) -> None:
    make_database(database, newest)
    with open_store(database) as store:
        settings = {"targets": TARGETS}
        memory = store.import_memories.find(SIGNATURE)
        assert memory is not None
        assert memory.answers.columns == CORRECTIONS
        assert memory.is_confirmed == _has(newest, "m2026_11_24_undo")
        sample = store.sample_loads.find()
        assert sample is not None
        assert (sample.loaded_on, sample.said_by) == (date(2026, 11, 22), "Sample city")
        if _has(newest, "m2026_11_23_kept_days"):
            _assert_recovered(store)
        if memory.is_confirmed:
            assert (memory.answers.replies, memory.said_by) == (ANSWERS, "Ana")
            assert memory.said_at == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
        if _has(newest, "m2026_11_24_places"):
            _assert_running_day(store)
            assert store.customer_aliases.by_alias() == ALIASES
            settings["nightly_backups_kept"] = 30
        if _has(newest, "m2026_11_29_settled_looks"):
            answers = {name.load: (name.capacity, name.said_by) for name in store.load_names.all()}
            assert answers == {"volumes": ("parcels", "Ana"), "colis": ("", "")}
        assert store.settings.all() == settings
        assert store.unread_settings.all() == []
        assert store.audit.verify()


def _assert_recovered(store: Store) -> None:
    kept, killed = store.recovered_jobs.find("job-kept"), store.recovered_jobs.find("job-killed")
    assert kept is not None
    assert killed is not None
    assert (kept.version, kept.said_by, kept.said_at) == (3, "", None)
    # Killed before it wrote its version down: the audit knows it.
    assert (killed.version, killed.said_by) == (4, "Ana")
    assert store.recovered_jobs.find("job-failed") is None


def _assert_running_day(store: Store) -> None:
    broken = store.breakdowns.of_day(DAY)["van-1"]
    assert broken.since == datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
    assert broken.since.hour == 10
    assert broken.location is not None
    assert (broken.location.lat, broken.location.lon, broken.note, broken.said_by) == (48.52, 2.31, "gearbox", "Ben")
    assert broken.said_at is not None
    left_out = {order.order_id: order.said_by for order in store.left_out_orders.of_day(DAY)}
    assert left_out == {"A7": "Cleo", "A8": ""}


def test_a_second_opening_and_a_second_run_change_nothing(database: Path) -> None:
    make_database(database, EARLIER[-1])
    open_store(database).close()
    before = row_counts(database)
    assert before["breakdowns"] == 1
    open_store(database).close()
    with closing(sqlite3.connect(database)) as raw:
        m2026_11_29_facts.apply(Database(raw, execute_plugins=False))
        raw.commit()
    assert row_counts(database) == before


def test_a_copy_from_before_the_step_lies_beside_it(database: Path) -> None:
    make_database(database, EARLIER[-1])
    open_store(database).close()
    (copy,) = (database.parent / "backups").glob("*before-m2026_11_29_facts*.db")
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT COUNT(*) FROM settings WHERE key LIKE 'out_of_order:%'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        (
            "out_of_order:yesterday/harbour",
            '{"van-1": {"since": "2026-11-23T10:05:00+01:00"}}',
            "“yesterday” is no date",
        ),
        ("out_of_order:2026-11-23", "{}", "“2026-11-23” names no depot"),
        ("out_of_order:2026-11-23/harbour", '["van-1"]', "names with values were expected"),
        ("planned_without:2026-11-23/harbour", '"A7"', "a list of order numbers was expected"),
        ("recovered:job", '"perhaps"', "a plan version was expected"),
        ("recovered:job", "1e999", "a plan version was expected"),
        ("import_answers:abc", '{"answers": ["kg"]}', "names with values were expected"),
        ("import_answers:abc", '{"answers": {}, "at": "Monday"}', "“Monday” is no moment with a time zone"),
        ("import_mapping:abc", '{"weight_kg": 1e999}', "names with values were expected"),
        ("customer_aliases", '"C-7"', "names with values were expected"),
        ("load_names", '{"volumes": "\\ud800"}', "names with values were expected"),
        ("sample_city", "{}", "“None” is no date"),
    ],
)
def test_a_value_that_nobody_can_read_is_set_aside_word_for_word(
    database: Path, key: str, value: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make_database(database, EARLIER[-1], {key: value})
    with open_store(database) as store:
        (unread,) = store.unread_settings.all()
        assert (unread.key, unread.value, unread.why) == (key, value, why)
        assert store.settings.all() == {}
    told = capsys.readouterr().err
    assert told == "1 value of an earlier release could not be read and was set aside; lastmile doctor names it.\n"


def test_one_bad_part_costs_no_other(database: Path) -> None:
    broken = {
        "van-1": {"since": "2026-11-23T10:05:00+01:00", "place": None, "note": ""},
        "van-2": {"since": "2026-11-23T10:05:00", "place": None, "note": ""},
        "van-3": {"since": "2026-11-23T10:05:00+01:00", "place": [200, 2.3]},
    }
    texts = {
        f"out_of_order:{DAY.subject}": json.dumps(broken),
        f"planned_without:{DAY.subject}": '["A7", 8, "A7"]',
        "customer_aliases": '{"ana": "C-7", "ben": null}',
    }
    make_database(database, EARLIER[-1], texts)
    with open_store(database) as store:
        assert list(store.breakdowns.of_day(DAY)) == ["van-1"]
        assert [order.order_id for order in store.left_out_orders.of_day(DAY)] == ["A7"]
        assert store.customer_aliases.by_alias() == {"ana": "C-7"}
        unread = {one.key: json.loads(one.value) for one in store.unread_settings.all()}
    assert unread == {
        f"out_of_order:{DAY.subject}": {"van-2": broken["van-2"], "van-3": broken["van-3"]},
        f"planned_without:{DAY.subject}": [8],
        "customer_aliases": {"ben": None},
    }


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_TABLE_OF: dict[str, str] = {
    "out_of_order:2026-11-23/harbour": "breakdowns",
    "planned_without:2026-11-23/harbour": "left_out_orders",
    "recovered:job": "recovered_jobs",
    "customer_aliases": "customer_aliases",
    "load_names": "load_names",
    "sample_city": "sample_loads",
}


@cache
def _before_facts() -> bytes:
    """Return the bytes of an empty database as the release before the facts left it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        for step in MIGRATIONS._migrations[: len(EARLIER)]:
            step.fn(Database(raw, execute_plugins=False))
        return raw.serialize()


@given(key=st.sampled_from(sorted(_TABLE_OF)), value=_JSON)
def test_whatever_a_value_is_each_of_its_parts_is_carried_over_or_set_aside(key: str, value: Any) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        raw.deserialize(_before_facts())
        text = json.dumps(value)
        raw.execute("INSERT INTO settings (key, value) VALUES (?, ?)", (key, text))
        m2026_11_29_facts.apply(Database(raw, execute_plugins=False))
        assert raw.execute("SELECT COUNT(*) FROM settings").fetchone() == (0,)
        num_rows = raw.execute(f"SELECT COUNT(*) FROM {_TABLE_OF[key]}").fetchone()[0]
        unread = [json.loads(row[0]) for row in raw.execute("SELECT value FROM unread_settings").fetchall()]
    if value is None:
        assert (num_rows, unread) == (0, [])
    elif unread == [value]:
        assert num_rows == 0
    else:
        num_left = len(unread[0]) if unread else 0
        is_many = key.partition(":")[0] not in ("recovered", "sample_city")
        assert num_rows + num_left == (_num_parts(value) if is_many else 1)


def _num_parts(value: Any) -> int:
    """Return how many things a value says; an order that is named twice is one."""
    if isinstance(value, dict):
        return len(value)
    texts = [part for part in value if isinstance(part, str)]
    return len(set(texts)) + len(value) - len(texts)


def test_facts_can_only_be_appended(store: Store, database: Path) -> None:
    store.left_out_orders.add_many(DAY, ["A7"], by="Ana")
    with closing(sqlite3.connect(database)) as raw:
        for statement in (
            "UPDATE left_out_orders SET order_id = 'A8'",
            "DELETE FROM left_out_orders",
            "INSERT OR REPLACE INTO left_out_orders SELECT * FROM left_out_orders",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="left_out_orders is append-only"):
                raw.execute(statement)
