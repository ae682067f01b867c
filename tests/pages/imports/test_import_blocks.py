"""The three blocks of an import: what was understood, what needs attention with every answer, what will happen."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lastmile_core.clock import today_in
from lastmile_core.files.headings.heading_meaning import FIELDS_BY_KIND
from lastmile_core.store import Store
from lastmile_core.workflows.imports.import_orders import import_orders, preview_orders
from lastmile_core.workflows.imports.show_import import refused_rows
from pages.widgets.imports.import_labels import FIELDS, ISSUES, how_sure
from pages.widgets.imports.import_questions import OPEN_CODES, questions_of

ROOT = Path(__file__).resolve().parents[3]
Look = Callable[..., AppTest]
SHOPIFY = (
    "Name,Email,Financial Status,Lineitem quantity,Lineitem name,Shipping Name,Shipping Address1,Shipping Zip,"
    "Shipping City,Shipping Country,Shipping Phone,Notes\n"
    "#1001,a@example.org,paid,2,Tea,Anna Weiß,12 Sycamore Ave,70173,Port Alder,DE,+49 711 1,\n"
    "#1001,,,1,Cup,,,,,,,\n"
    "#1002,b@example.org,paid,1,Pot,Bruno Lang,3 Harbour Street,70174,Port Alder,DE,,ring twice\n"
)
GERMAN = (
    "Auftragsnummer;Kunde;Straße;PLZ;Ort;Breite;Länge;Gewicht (kg);von;bis\n"
    "B1;Jürgen Groß;Königstraße 1;70173;Stuttgart;45,01;-30,01;5,5;08:00;12:00\n"
    "B2;Zoë Weiß;Rübenweg 2;70174;Stuttgart;45,02;-30,02;7,25;12:00;09:00\n"
    "B3;Änne Öz;Mühlgasse 3;70175;Stuttgart;45,03;-30,03;1,5;08:00;12:00\n"
)


def said(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join([str(one.value) for kind in kinds for one in kind] + [one.label for one in app.expander])


def drop(app: AppTest, text: str, name: str = "shop.csv", encoding: str = "utf-8") -> AppTest:
    app.file_uploader[0].set_value((name, text.encode(encoding), "text/csv")).run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if re.search(label, button.label)).click().run()
    assert not app.exception, app.exception
    return app


def metrics(app: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in app.metric}


def columns(app: AppTest) -> list[list[object]]:
    return next(one.value.values.tolist() for one in app.data_editor if "Means" in one.value.columns)


def test_a_shopify_file_is_recognised_with_five_values_a_column(look: Look, small_day: Store) -> None:
    app = drop(look("orders"), SHOPIFY)
    text = said(app)
    assert "file of **Shopify**" in text
    assert "columns separated by commas" in text
    assert "headings in line 1" in text
    shown = {row[0]: row for row in columns(app)}
    assert shown["Shipping Name"][1] == "Customer"
    assert shown["Shipping Name"][2] == "● sure"
    assert shown["Shipping Name"][3:5] == ["Anna Weiß", "Bruno Lang"]
    assert len(shown["Shipping Name"]) == 3 + 5
    assert shown["Financial Status"][1] == "Status of the payment"
    assert metrics(app)["New"] == "2"
    assert "2 orders come without coordinates" in text


def test_the_second_file_of_a_source_needs_no_confirmation(look: Look, small_day: Store) -> None:
    app = press(drop(look("orders"), SHOPIFY), "^Import 2 orders")
    assert "shop\\.csv" in said(app)
    again = drop(look("orders"), SHOPIFY.replace("#100", "#200"), "second.csv")
    expander = next(one for one in again.expander if "confirmed them on" in one.label)
    assert expander.label.startswith("1 · Columns as you confirmed them on ")
    assert expander.label.endswith("nothing to check")
    assert not any("1 · What I understood" in str(one.value) for one in again.markdown)


def test_a_semicolon_file_in_old_letters_is_read_and_says_so(look: Look, small_day: Store) -> None:
    app = drop(look("orders"), GERMAN, encoding="iso-8859-1")
    text = said(app)
    assert "letters: Western Europe" in text
    assert "columns separated by semicolons" in text
    assert "2 of 3 orders are ready; 1 has a window that ends before it begins." in text
    assert any("Jürgen Groß" in row for row in columns(app))
    assert metrics(app)["Refused"] == "1"


def test_issues_are_chosen_by_words_and_never_by_codes(look: Look, small_day: Store) -> None:
    app = drop(look("orders"), GERMAN, encoding="iso-8859-1")
    pills = next(one for one in app.pills if one.label == "Show only")
    assert "✕ window ends before it begins 1" in pills.options
    table = next(one.value for one in app.dataframe if "Mend" in one.value.columns)
    assert set(table[""]) <= {"✕ refused", "▲ look"}
    assert not any(code in said(app) for code in ISSUES)
    note = next(option for option in pills.options if option.startswith("○"))
    pills.select(note).run()
    table = next(one.value for one in app.dataframe if "Mend" in one.value.columns)
    assert set(table[""]) == {"○ note"}


def test_all_missing_service_times_are_set_at_once_and_that_is_undone(look: Look, small_day: Store) -> None:
    app = drop(look("orders"), GERMAN, encoding="iso-8859-1")
    app.number_input[0].set_value(7).run()
    press(app, "^Set all 3 to 7 min")
    assert any(one.label == "Undo: Set all 3 to 7 min" for one in app.button)
    assert not any("^Set all" in one.label for one in app.button)
    press(app, "^Undo:")
    assert any(one.label.startswith("Set all 3") for one in app.button)
    app.number_input[0].set_value(7).run()
    press(press(app, "^Set all 3 to 7 min"), "^Import 2 orders")
    stored = small_day.orders.get("B1", today_in("UTC"))
    assert stored is not None
    assert stored.service_s == 7 * 60


def test_refused_rows_are_mended_in_place_and_the_raw_file_is_kept(look: Look, small_day: Store) -> None:
    app = drop(look("orders"), GERMAN, encoding="iso-8859-1")
    editor = next(one for one in app.data_editor if "Why" in one.value.columns)
    assert editor.value["bis"].tolist() == ["09:00"]
    assert "ends" in editor.value["Why"].tolist()[0]
    app.session_state[editor.key] = {"edited_rows": {0: {"bis": "16:00"}}, "added_rows": [], "deleted_rows": []}
    app.run()
    press(app, "^Read again with 1 correction$")
    assert metrics(app)["Refused"] == "0"
    assert "3 of 3 orders are ready." in said(app)
    press(app, "^Import 3 orders")
    record = small_day.imports.latest(1)[0]
    assert small_day.imports.content(record.import_id) == GERMAN.encode("iso-8859-1")


def test_only_the_bad_rows_come_back_and_the_columns_are_still_known(look: Look, small_day: Store) -> None:
    press(drop(look("orders"), GERMAN, encoding="iso-8859-1"), "^Import 2 orders")
    text = refused_rows(small_day, small_day.imports.latest(1)[0].import_id).decode("utf-8-sig")
    app = drop(look("orders"), text.replace("09:00", "16:00"), "refused.csv")
    assert metrics(app)["New"] == "1"
    assert any("confirmed them on" in one.label for one in app.expander)


def test_another_meaning_is_chosen_in_the_table(look: Look, small_day: Store) -> None:
    app = drop(look("orders"), "Order number,Blob,Latitude,Longitude\nX1,Anna,45.01,-30.01\nX2,Ben,45.02,-30.01\n")
    editor = next(one for one in app.data_editor if "Means" in one.value.columns)
    app.session_state[editor.key] = {"edited_rows": {3: {"Means": "Customer"}}, "added_rows": [], "deleted_rows": []}
    press(app.run(), "^Read again with 1 changed column")
    assert columns(app)[1][:3] == ["Blob", "Customer", "● sure"]
    press(app, "^Import 2 orders")
    stored = small_day.orders.get("X1", today_in("UTC"))
    assert stored is not None
    assert stored.customer_name == "Anna"


QUESTIONS = {
    "SWAPPED_LATLON": "Order number,Latitude,Longitude\n" + "".join(f"S{i},-30.0{i},45.0{i}\n" for i in range(1, 6)),
    "COORD_SIGN": "Order number,Latitude,Longitude\n" + "".join(f"S{i},45.0{i},30.0{i}\n" for i in range(1, 6)),
    "OUT_OF_REGION": "Order number,Latitude,Longitude\n" + "".join(f"S{i},10.0{i},10.0{i}\n" for i in range(1, 6)),
    "DATE_AMBIGUOUS": "Order number,Date,Latitude,Longitude\nD1,03/04/2026,45.01,-30.01\nD2,05/06/2026,45.02,-30.02\n",
    "NEGATIVE": "Order number,Latitude,Longitude,Weight (kg)\n"
    + "".join(f"N{i},45.0{i},-30.0{i},{-i if i % 2 else i}\n" for i in range(1, 9)),
    "NO_HEADER": "A1,Anna Weiss,12 Sycamore Ave,45.01,-30.01,5\nA2,Ben Lang,3 Harbour Street,45.02,-30.02,7\n",
    "MISSING_COLUMN": "Order number,Blob,Weight (kg)\nM1,Main Street 1,5\nM2,Side Street 2,6\n",
    "DUPLICATE_HEADER": "Order number,Address,Address,Latitude,Longitude\nT1,Row 1,Lane 1,45.01,-30.01\n",
}


@pytest.mark.parametrize("code", QUESTIONS)
def test_every_question_has_answers_that_settle_it(code: str, small_day: Store) -> None:
    content = QUESTIONS[code].encode()
    report = preview_orders(small_day, content, "x.csv", service_date=today_in("UTC"), depot_id="north")
    assert report.outcome == "ask", [issue.message for issue in report.issues]
    question = next(one for one in questions_of(report) if one.code == code)
    assert question.answers
    answer = question.answers[0]
    after = preview_orders(
        small_day,
        content,
        "x.csv",
        service_date=today_in("UTC"),
        depot_id="north",
        answers=answer.decided,
    )
    assert code not in {one.code for one in questions_of(after) if one.is_open}


def test_a_question_is_answered_with_a_button_on_the_page(look: Look, small_day: Store) -> None:
    app = drop(look("orders"), QUESTIONS["SWAPPED_LATLON"])
    assert "Nothing is taken before this is answered" in said(app)
    assert not any(one.label.startswith("Import") for one in app.button)
    press(app, "^Swap latitude and longitude$")
    assert metrics(app)["New"] == "5"
    press(app, "^Undo: Swap latitude and longitude$")
    assert "Nothing is taken before this is answered" in said(app)


SUGGESTIONS = {
    "DUPLICATE_ID": "Order number,Address,Latitude,Longitude\nK1,Row 1,45.01,-30.01\nK1,Lane 2,45.02,-30.02\n",
    "SPLIT_PARCELS": "Order number,Address,Latitude,Longitude\nP1_1/2,Row 1,45.01,-30.01\nP1_2/2,Row 1,45.01,-30.01\n",
    "SWAPPED_LATLON": "Order number,Latitude,Longitude\n"
    + "".join(f"S{i},45.0{i},-30.0{i}\n" for i in range(1, 8))
    + "S9,-30.01,45.01\n",
    "NUMBER": "Order number;Latitude;Longitude;Weight (kg)\nW1;45;-30;1.250\nW2;45;-30;2.500\n",
}


@pytest.mark.parametrize("code", SUGGESTIONS)
def test_what_could_be_mended_for_all_rows_is_offered(code: str, small_day: Store) -> None:
    content = SUGGESTIONS[code].encode()
    report = preview_orders(small_day, content, "x.csv", service_date=today_in("UTC"), depot_id="north")
    question = next(one for one in questions_of(report) if one.code == code)
    left = set()
    for answer in question.answers:
        after = preview_orders(
            small_day, content, "x.csv", service_date=today_in("UTC"), depot_id="north", answers=answer.decided
        )
        left.add(code in {one.code for one in questions_of(after)})
    assert False in left


def test_another_spelling_of_a_known_customer_is_suggested(small_day: Store) -> None:
    head = "Order number,Customer,Address,Postcode,Latitude,Longitude\n"
    first = head + "Y1,Jürgen Müller,Hauptstraße 5,70173,45.01,-30.01\n"
    import_orders(small_day, first.encode(), "a.csv", service_date=today_in("UTC"), depot_id="north", by="Ana")
    second = head + "Y2,Juergen Mueller,Hauptstr. 5,70173,45.01,-30.01\n"
    report = preview_orders(small_day, second.encode(), "b.csv", service_date=today_in("UTC"), depot_id="north")
    question = next(one for one in questions_of(report) if one.code == "CUSTOMER_ALIKE")
    assert question.answers[0].decided.entries("same_customer").keys() == {"Y2"}


def test_every_question_of_the_reader_is_known_here() -> None:
    """Questions are issues that stop without a row: each code that asks is documented so, and has answers."""
    asks = set()
    for line in (ROOT / "docs" / "issues.md").read_text().splitlines():
        cells = [cell.strip(" `") for cell in line.split("|")]
        if len(cells) > 3 and "asks" in cells[2]:
            asks.add(cells[1])
    assert asks <= OPEN_CODES


COLUMNS = (
    "Order number,Customer,Address,Latitude,Longitude,Stichtag,Kolumna,From\n"
    "A1,Pat,1 Rose Row,45.01,-30.01,2026-12-01,1.5 kg,900\nA2,Kim,2 Rose Row,45.02,-30.02,2026-12-02,2 kg,1200\n"
)


def test_columns_that_nobody_knows_are_questions_with_samples_and_their_answers_are_buttons(
    look: Look, small_day: Store
) -> None:
    app = drop(look("orders"), COLUMNS)
    text = said(app).replace("\\", "")  # outside text is escaped
    assert "'Stichtag' holds 2026-12-01; 2026-12-02: is it the delivery day (2 different days)?" in text
    assert "'Kolumna' holds 1.5 kg; 2 kg: is it the weight in kg?" in text
    press(app, "^Yes.*Date")
    press(app, "^It is not needed")
    press(app, "^Minutes since midnight")
    assert "Nothing is taken before this is answered" not in said(app)
    shown = {row[0]: row[1] for row in columns(app)}
    assert (shown["Stichtag"], shown["Kolumna"]) == ("Date", "(kept, not used)")


def test_every_field_and_every_issue_has_words() -> None:
    fields = {name for name in FIELDS_BY_KIND["orders"].values() if not name.startswith("load:")}
    assert fields <= set(FIELDS)
    codes = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "issues.md").read_text(), re.MULTILINE))
    assert codes <= set(ISSUES)
    assert len(set(FIELDS.values())) == len(FIELDS)
    assert not any(words.isupper() or "_" in words for words in ISSUES.values())


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.95, "● sure"), (0.7, "◐ likely (70%)"), (0.4, "▲ please check (40%)")]
)
def test_confidence_is_said_in_words(confidence: float, words: str) -> None:
    assert how_sure(confidence) == words


def test_the_real_shopify_export_is_understood(look: Look, small_day: Store, shared_data: Path) -> None:
    app = look("orders")
    content = (shared_data / "orders" / "shopify_eur" / "orders_export.csv").read_bytes()
    app.file_uploader[0].set_value(("orders_export.csv", content, "text/csv")).run()
    assert not app.exception, app.exception
    assert "file of **Shopify**" in said(app)
    assert int(metrics(app)["New"]) > 0


def test_a_column_of_vehicles_is_a_question_with_two_buttons(look: Look, small_day: Store) -> None:
    names = [vehicle.name for vehicle in small_day.vehicles.of_depot(small_day.depots.all()[0].depot_id)][:2]
    text = "Order number,Customer,Address,Latitude,Longitude,Vehicle\n"
    text += f"A1,Pat,1 Rose Row,45.01,-30.01,{names[0]}\nA2,Kim,2 Rose Row,45.02,-30.02,{names[-1]}\n"
    app = drop(look("orders"), text)
    assert "'Vehicle' holds" in said(app).replace("\\", "")
    press(app, "^They ride only there")
    assert "Nothing is taken before this is answered" not in said(app)
