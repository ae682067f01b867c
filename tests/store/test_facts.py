"""Facts are appended with who and when; the newest about a thing counts, and taking one back is a fact too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from lastmile_core.model import (
    Breakdown,
    CustomerAlias,
    DayKey,
    ImportAnswers,
    ImportMemory,
    LoadName,
    Location,
)
from lastmile_core.store import Store

DAY, OTHER = DayKey(date(2026, 11, 23), "harbour"), DayKey(date(2026, 11, 23), "north")
TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def _rows(store: Store, table: str) -> int:
    return int(store._connection.value(f"SELECT COUNT(*) FROM {table}"))


def test_a_breakdown_is_marked_anew_taken_back_and_belongs_to_its_depot(store: Store) -> None:
    first = Breakdown(vehicle_id="van-1", since=TEN, location=Location(lat=48.5, lon=2.3), note="gearbox")
    store.breakdowns.add(DAY, first, by="Ana")
    store.breakdowns.add(DAY, replace(first, vehicle_id="van-2"), by="Ana")
    store.breakdowns.add(DAY, replace(first, since=TEN + timedelta(minutes=5), location=None), by="Ben")
    found = store.breakdowns.of_day(DAY)
    assert list(found) == ["van-2", "van-1"]
    again = found["van-1"]
    assert (again.since, again.location, again.said_by) == (TEN + timedelta(minutes=5), None, "Ben")
    assert again.since.utcoffset() == timedelta(hours=1)
    assert again.said_at is not None
    assert store.breakdowns.of_day(OTHER) == {}
    store.breakdowns.take_back(DAY, "van-1", by="Cleo")
    assert list(store.breakdowns.of_day(DAY)) == ["van-2"]
    assert _rows(store, "breakdowns") == 4


def test_orders_left_out_say_who_left_them_out(store: Store) -> None:
    store.left_out_orders.add_many(DAY, ["A1", "A2", "A1"], by="Ana")
    store.left_out_orders.add_many(DAY, ["A3"], by="Ben")
    said = [(one.order_id, one.said_by, one.day) for one in store.left_out_orders.of_day(DAY)]
    assert said == [("A1", "Ana", DAY), ("A2", "Ana", DAY), ("A3", "Ben", DAY)]
    assert store.left_out_orders.of_day(OTHER) == []


def test_the_newest_memory_of_a_kind_of_file_counts_and_the_older_ones_stay(store: Store) -> None:
    assert store.import_memories.find("abc") is None
    store.import_memories.add(ImportMemory(signature="abc", said_by="Ana", said_at=TEN))
    newer = ImportMemory(signature="abc", answers=ImportAnswers(), is_confirmed=True, said_by="Ben", said_at=TEN)
    store.import_memories.add(newer)
    assert store.import_memories.find("abc") == newer
    assert _rows(store, "import_memory") == 2


def test_a_newer_word_about_a_customer_or_a_load_counts(store: Store) -> None:
    store.customer_aliases.add_many([CustomerAlias(alias="anna", customer_id="C-1", said_by="Ana")])
    store.customer_aliases.add_many([CustomerAlias(alias="anna", customer_id="C-2", said_by="Ben")])
    store.customer_aliases.add_many([])
    assert store.customer_aliases.by_alias() == {"anna": "C-2"}
    store.load_names.add(LoadName(load="volumes", capacity="parcels", said_by="Ana"))
    store.load_names.add(LoadName(load="colis", capacity="", said_by="Ana"))
    store.load_names.add(LoadName(load="volumes", capacity=None, said_by="Ben"))
    assert [(name.load, name.capacity) for name in store.load_names.all()] == [("colis", "")]
    assert _rows(store, "load_names") == 3


def test_a_recovered_job_and_a_loaded_sample_are_found_again(store: Store) -> None:
    assert (store.recovered_jobs.find("j1"), store.sample_loads.find()) == (None, None)
    store.recovered_jobs.add("j1", 4, by="Ana")
    store.sample_loads.add(DAY.service_date, by="Sample city")
    job, sample = store.recovered_jobs.find("j1"), store.sample_loads.find()
    assert job is not None
    assert sample is not None
    assert (job.version, job.said_by) == (4, "Ana")
    assert (sample.loaded_on, sample.said_by) == (DAY.service_date, "Sample city")
