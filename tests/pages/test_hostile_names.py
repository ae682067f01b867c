"""Names from outside are shown letter by letter on every page: no picture, link, colour, formula or HTML of theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import utc_now
from lastmile_core.model import Dock, Driver, PlanningRules, PlanNotes, PlanOrigin, Vehicle
from lastmile_core.settings import load_settings
from lastmile_core.store import Store
from lastmile_core.workflows.day.prepare_day import load_inputs, prepare_day
from lastmile_core.workflows.plan.judged_plan import judged_plan

EVIL = "![x](http://evil.test/x.png)**b**:red[x]<b>h</b>$x$"
UNESCAPED = (
    re.compile(r"(?<!\\)!\\?\[x(?<!\\)\]"),
    re.compile(r"(?<!\\)\[x\]\("),
    re.compile(r"(?<!\\)\*\*b(?<!\\)\*\*"),
    re.compile(r"(?<!\\):red\[x(?<!\\)\]"),
    re.compile(r"(?<!\\)<b>h"),
    re.compile(r"(?<!\\)\$x(?<!\\)\$"),
)
PLAIN = {
    "text", "code", "arrow_data_frame", "text_input_value", "json", "plotly_chart", "deck_gl_json_chart", "exception",
}  # fmt: skip
"""Elements whose words the framework shows as they are."""
MARKDOWN_FIELDS = ("label", "body", "help", "placeholder_markdown", "text", "caption")


@pytest.fixture
def hostile_day(small_day: Store, today: Any) -> Store:
    """The small day with hostile names everywhere, planned and published."""
    store = small_day
    depot = store.depots.get("north")
    assert depot is not None
    with store.atomic():
        store.depots.save(replace(depot, name=f"D{EVIL}", address=f"A{EVIL}"))
        store.depots.save(replace(depot, depot_id="south", name=f"S{EVIL}"))
        store.docks.save(Dock(dock_id="n1", depot_id="north", name=f"Dock{EVIL}"))
        store.drivers.save_many(
            [
                Driver(driver_id=f"d{i}", name=f"Dr{EVIL}", depot_id="north", phone=EVIL, districts=frozenset({EVIL}))
                for i in (1, 2)
            ]
        )
        vans = store.vehicles.of_depot("north")
        store.vehicles.save_many(
            [replace(van, name=f"V{EVIL}{i}", skills=frozenset({EVIL})) for i, van in enumerate(vans)]
        )
        odd = Vehicle(vehicle_id=f"id{EVIL}", name=f"W{EVIL}", depot_id="north")
        store.vehicles.save_many([odd])
        orders = [
            replace(order, customer_name=EVIL, address=EVIL, notes=EVIL, district=EVIL, postcode=EVIL[:20])
            for order in store.orders.due_on(today, "north")
        ]
        store.orders.save_many(orders)
        store.orders.save_many([replace(orders[0], order_id=f"O{EVIL}", location=None)])
        store.planning_rules.save("north", replace(PlanningRules(), use_docks=True, district_traffic=((EVIL, (1.5,)),)))
        store.audit.write(EVIL, EVIL, EVIL, EVIL)
    settings = load_settings()
    prepared = prepare_day(settings, load_inputs(store, today, "north"))
    for number, routes in enumerate(({"v1": ["A1", "A2", "A3"], "v2": ["A4"]}, {"v1": ["A1", "A2"], "v2": ["A4"]})):
        plan = judged_plan(settings, prepared, routes, PlanNotes(by=EVIL, why=EVIL, origin=PlanOrigin.SEARCH))
        store.plans.add(replace(plan, version=number + 1), expected_head=number)
    store.plans.publish(today, "north", 1, by=EVIL, at=utc_now())
    return store


def words(node: Any) -> Iterator[tuple[str, str]]:
    """Every text of the page that the framework reads as Markdown, with the kind of its element."""
    for child in node.children.values():
        if hasattr(child, "children"):
            yield from block_words(child)
            yield from words(child)
            continue
        yield from element_words(child)


def block_words(block: Any) -> Iterator[tuple[str, str]]:
    """The words of an expander, a tab, a popover."""
    protos = [block.proto]
    if hasattr(block.proto, "WhichOneof") and "type" in block.proto.DESCRIPTOR.oneofs_by_name:
        protos.append(getattr(block.proto, block.proto.WhichOneof("type") or "vertical", None))
    for proto in protos:
        for name in ("label", "help"):
            if isinstance(getattr(proto, name, None), str):
                yield f"block {block.type}", getattr(proto, name)


def element_words(element: Any) -> Iterator[tuple[str, str]]:
    if element.type in PLAIN:
        return
    proto = getattr(element, "proto", None)
    if proto is None or not hasattr(proto, "DESCRIPTOR"):
        return
    for name in MARKDOWN_FIELDS:
        if name in proto.DESCRIPTOR.fields_by_name and isinstance(getattr(proto, name), str):
            yield element.type, getattr(proto, name)
    for name in ("options", "captions"):
        if name in proto.DESCRIPTOR.fields_by_name and element.type in (
            "radio",
            "button_group",
            "pills",
            "segmented_control",
        ):
            yield from ((f"{element.type} {name}", str(getattr(one, "content", one))) for one in getattr(proto, name))


def hostile(app: AppTest) -> list[tuple[str, str]]:
    found = []
    for kind, text in words(app._tree):
        found += [(kind, text[:200]) for pattern in UNESCAPED if pattern.search(text)]
    return found


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("today", {}),
        ("orders", {}),
        ("plan", {}),
        ("routes", {}),
        ("routes", {"route": "v1", "stop": "A2"}),
        ("performance", {}),
        ("fleet", {}),
        ("setup", {}),
    ],
    ids=["today", "orders", "plan", "routes", "a stop", "performance", "fleet", "setup"],
)
def test_no_page_reads_a_name_as_markdown(
    look: Callable[..., AppTest], hostile_day: Store, name: str, query: dict[str, str]
) -> None:
    app = look(name, **query)
    assert not [one.value for one in app.error if "incident" in one.value]
    seen = [text for _, text in words(app._tree)]
    assert any("evil" in text for text in seen), "the hostile names are on the page"
    assert hostile(app) == []


def test_the_check_can_fail() -> None:
    def script() -> None:
        import streamlit as st

        evil = "![x](http://evil.test/x.png)**b**:red[x]<b>h</b>$x$"
        st.markdown(evil)
        st.button(evil)
        st.radio("r", [evil])
        st.pills("p", [evil])
        with st.expander(evil):
            st.metric(evil, 1)
        st.tabs([evil])
        st.toggle("t", help=evil)

    kinds = {kind for kind, _ in hostile(AppTest.from_function(script).run())}
    assert {"markdown", "button", "block expander", "block tab", "metric"} <= kinds, kinds
    assert kinds & {"toggle", "checkbox"}
    assert any(kind.startswith("radio") for kind in kinds)
    assert any(kind.startswith(("button_group", "pills")) for kind in kinds)
