"""Text files that are odd as a whole: separators, titles, missing and doubled headings, ragged rows, encodings."""

from __future__ import annotations

import json

from odd_base import ASK, HEADINGS, PARTIAL, REFUSED, TAKEN, WARNED, Odd, but, day, each, lines, odd, text, without

GOOD = text(day())
FIRST = {"P2001": {"customer_name": "João Conceição", "lat": 41.14512, "demand_kg": 2.5, "tw_start": "09:00"}}
BODY = GOOD.split("\r\n", 1)[1]
COMMAS = [{**row, **{k: row[k].replace(".", ",") for k in ("lat", "lon", "demand_kg")}} for row in day()]


def line(number: int) -> str:
    """Return a line of the good file; 0 is the headings."""
    return GOOD.split("\r\n")[number]


def named(*names: str) -> list[dict[str, str]]:
    """Return the day with other customers."""
    return each("customer_name", names, day(len(names)))


SHAPES: dict[str, Odd] = {
    "control": odd(GOOD, values=FIRST),
    "semicolons": odd(text(day(), ";"), values=FIRST),
    "semicolons and decimal commas": odd(text(COMMAS, ";"), values=FIRST),
    "pipes": odd(text(day(), "|"), values=FIRST),
    "tabs": odd(text(day(), "\t"), values=FIRST),
    "cells pasted from a sheet": odd(text(lines(day()), "\t", "\n").rstrip("\n"), values=FIRST),
    "pasted cells with a line break inside": odd(
        text(but(2, address="Rua das Flores 2\n2.º andar"), "\t", "\n"),
        values={"P2002": {"address": "Rua das Flores 2, 2.º andar"}},
    ),
    "separator declared": odd("sep=;\r\n" + text(day(), ";"), values=FIRST),
    "everything quoted": odd(text(day(), quote="all"), values=FIRST),
    "quotes over three lines": odd(
        text(but(3, notes='Ring "twice";\nthen wait,\nthen call')), values={"P2003": {"service_min": 5.0}}
    ),
    "an unclosed quote": odd(GOOD.replace("Ana Brandão", '"Ana Brandão'), PARTIAL, 5, "QUOTE", refused=(2,)),
    "an unclosed quote in the last row": odd(GOOD.replace("Tomé Barros", '"Tomé'), PARTIAL, 5, "QUOTE", refused=(6,)),
    "quotes that are inches": odd(text(but(1, notes='19" shelf'), quote="never"), values=FIRST),
    "carriage returns alone": odd(GOOD.replace("\r\n", "\r"), values=FIRST),
    "line feeds alone": odd(GOOD.replace("\r\n", "\n"), values=FIRST),
    "mixed line ends": odd(GOOD.replace("\r\n", "\n", 3), values=FIRST),
    "title rows above": odd("Export of Monday\r\n\r\nDepot: Porto\r\n" + GOOD, TAKEN, 6, "TITLE_ROWS", values=FIRST),
    "title row with separators": odd("Orders 23.11.2026,,,,,,,,,,,,,\r\n" + GOOD, TAKEN, 6, "TITLE_ROWS", values=FIRST),
    "no heading": odd(BODY, ASK, 0, "NO_HEADER"),
    "no heading, confirmed": odd(
        text([[row["order_id"], row["customer_name"], row["lat"], row["lon"]] for row in day()]),
        TAKEN,
        6,
        answers={"no_header": True},
        values={"P2001": {"lat": 41.14512}},
    ),
    "no heading, all columns guessed": odd(
        text([list(row.values())[:13] for row in day()]),
        answers={"no_header": True},
        values={"P2001": {"customer_name": "João Conceição", "lat": 41.14512, "tw_end": "12:00", "postcode": "4050-262"}},
    ),
    "a total row": odd(GOOD + "Total,,,,,,,,,30,,,,\r\n", PARTIAL, 6, "TOTAL_ROW", refused=None),
    "a total row in German": odd(GOOD + "Summe,,,,,,,,,30,,,,\r\n", PARTIAL, 6, "TOTAL_ROW", refused=None),
    "a total row behind a blank one": odd(GOOD + ",,,,,,,,,,,,,\r\nTotal,,,,,,,,,30,,,,\r\n", PARTIAL, 6, "TOTAL_ROW", refused=None),
    "blank lines": odd(GOOD.replace("P2003", "\r\nP2003").replace("P2005", ",,,,,,,,,,,,,\r\nP2005"), values=FIRST),
    "thousand blank lines below": odd(GOOD + ",,,,,,,,,,,,,\r\n" * 1000, values=FIRST),
    "a row of spaces": odd(GOOD.replace("P2003", " , , , , , , , , , , , , , \r\nP2003"), values=FIRST),
    "a short and a long row": odd(
        GOOD.replace(line(3), ",".join(line(3).split(",")[:9])).replace(line(5), line(5) + "extra,more"),
        PARTIAL,
        4,
        "FIELD_COUNT",
        refused=(3, 5),
    ),
    "a separator at every line's end": odd(GOOD.replace("\r\n", ",\r\n"), values=FIRST),
    "rows that drop empty ends": odd(GOOD.replace(",5,\r\n", ",5\r\n").replace("service_min,notes", "service_min,notes"), TAKEN, 6, "FIELD_COUNT"),
    "unquoted decimal commas": odd(text(COMMAS, quote="never"), REFUSED, 0, "FIELD_COUNT", refused=None),
    "a row shifted to the right": odd(
        text([*lines(day())[:3], ["", *lines(day())[3][:-1]], *lines(day())[4:]]), PARTIAL, 5, "FIELD_COUNT", refused=(3,)
    ),
    "one heading twice, same values": odd(
        text([[*row, row[6]] for row in lines(day())]), TAKEN, 6, "DUPLICATE_HEADER", values=FIRST
    ),
    "one heading twice, other values": odd(
        text([[*lines(day())[0], "city"], *([*row, "Gaia"] for row in lines(day())[1:])]), ASK, 0, "DUPLICATE_HEADER"
    ),
    "padded headings": odd(GOOD.replace("customer_name", "  customer_name  ").replace("lat,", " LAT ,"), values=FIRST),
    "headings with a line break": odd(GOOD.replace("customer_name", '"customer\nname"'), values=FIRST),
    "an empty heading": odd(GOOD.replace(",notes\r\n", ",\r\n"), values=FIRST),
    "headings alone": odd(HEADINGS + "\r\n", REFUSED, 0, "EMPTY"),
    "nothing": odd("", REFUSED, 0, "EMPTY"),
    "spaces and line ends": odd("  \r\n \r\n", REFUSED, 0, "EMPTY"),
    "unknown headings": odd("foo,bar\r\nx,1\r\ny,2\r\n", ASK, 0, "MISSING_COLUMN"),
    "no place at all": odd(text(without("address", "postcode", "city", "lat", "lon", "customer_name")), ASK, 0, "MISSING_COLUMN"),
    "extra columns are kept": odd(text([{**row, "Gift": "yes"} for row in day()]), TAKEN, 6, "UNKNOWN_COLUMN"),
    "private columns are not": odd(text([{**row, "IBAN": "PT50"} for row in day()]), TAKEN, 6, "PII_UNNEEDED"),
    "JSON lines": odd("\n".join(json.dumps(row) for row in day()), values=FIRST),
    "JSON lines in Unicode": odd("\n".join(json.dumps(row, ensure_ascii=False) for row in day()) + "\n", values=FIRST),
    "a JSON list": odd(json.dumps(day()), values=FIRST),
    "JSON with numbers": odd(
        json.dumps([{**row, "lat": float(row["lat"]), "lon": float(row["lon"])} for row in day()]), values=FIRST
    ),
    "a JSON object with orders": odd(json.dumps({"orders": day()}), values=FIRST),
    "JSON lines, one broken": odd(
        "\n".join([*(json.dumps(row) for row in day()), '{"order_id": "P9']), PARTIAL, 6, "JSON_LINE", refused=(7,)
    ),
    "deep JSON": odd("[" * 50_000, ASK, 0, "", refused=None),
    "a picture": odd(b"\x89PNG\r\n\x1a\n" + bytes(200), REFUSED, 0, "FILE_TYPE"),
    "a PDF": odd(b"%PDF-1.7\n1 0 obj", REFUSED, 0, "FILE_TYPE"),
    "a text document": odd(b"{\\rtf1\\ansi Orders of Monday}", REFUSED, 0, "FILE_TYPE"),
    "a web page": odd("<!DOCTYPE html><html><body>Log in</body></html>", REFUSED, 0, "FILE_TYPE"),
    "a NUL inside": odd(text(but(2, customer_name="Ana\x00 Brandão")), WARNED, 6, "CONTROL_CHAR", values={"P2002": {"customer_name": "Ana Brandão"}}),
    "zero-width spaces": odd(text(but(2, order_id="P2002\u200b")), WARNED, 6, "CONTROL_CHAR", values={"P2002": {"demand_kg": 3.5}}),
    "no-break spaces": odd(text(but(2, city="Vila\u00a0Nova")), values={"P2002": {"city": "Vila Nova"}}),
    "words that look missing": odd(
        text(each("customer_name", ["NA", "None", "null", "NaN", "n/a", "Null"])), values={"P2001": {"customer_name": "NA"}, "P2004": {"customer_name": "NaN"}}
    ),
    "an injected formula": odd(text(but(1, customer_name="=cmd|' /C calc'!A0")), values={"P2001": {"customer_name": "=cmd|' /C calc'!A0"}}),
    "a cell of 20,000 letters": odd(text(but(4, notes="x" * 20_000)), PARTIAL, 5, "TOO_LONG", refused=(4,)),
    "a name of 600 letters": odd(text(but(4, customer_name="x" * 600)), PARTIAL, 5, "TOO_LONG", refused=(4,)),
}  # fmt: skip


def coded(encoding: str, *names: str) -> bytes:
    """Return the day with some customers, in an old encoding."""
    rows = [{**row, "address": f"R. {row['lat'][-3:]} 5", "notes": ""} for row in named(*names)]
    return text(rows).encode(encoding)


ENCODINGS: dict[str, Odd] = {
    "UTF-8 with a mark": odd(b"\xef\xbb\xbf" + GOOD.encode(), values=FIRST),
    "UTF-16 LE": odd(b"\xff\xfe" + GOOD.encode("utf-16-le"), values=FIRST),
    "UTF-16 BE": odd(b"\xfe\xff" + GOOD.encode("utf-16-be"), values=FIRST),
    "UTF-16 LE without a mark": odd(GOOD.encode("utf-16-le"), TAKEN, 6, "ENCODING", values=FIRST),
    "UTF-16 BE without a mark": odd(GOOD.encode("utf-16-be"), TAKEN, 6, "ENCODING", values=FIRST),
    "UTF-16 of a spreadsheet, tabs": odd(b"\xff\xfe" + text(day(), "\t").encode("utf-16-le"), values=FIRST),
    "UTF-32": odd(GOOD.encode("utf-32"), values=FIRST),
    "UTF-16 cut in the middle of a letter": odd(b"\xff\xfe" + GOOD.encode("utf-16-le")[:-1], REFUSED, 0, "ENCODING"),
    "two encodings": odd(
        GOOD.encode().replace("João".encode(), "João".encode("cp1252")), WARNED, 6, "ENCODING", values=FIRST
    ),
    "a marked UTF-8 file with one old line": odd(
        b"\xef\xbb\xbf" + GOOD.encode().replace("João".encode(), "João".encode("cp1252")), WARNED, 6, "ENCODING", values=FIRST
    ),
    "UTF-8 read as Latin once": odd(text(but(1, customer_name="JoÃ£o ConceiÃ§Ã£o")), WARNED, 6, "MOJIBAKE"),
    **{
        f"{encoding}: {name}": odd(
            coded(encoding, *names), WARNED, len(names), "ENCODING", values={"P2001": {"customer_name": name}}
        )
        for encoding, names in {
            "cp1252": ("João Conceição", "Inês Müller", "Zoë"),
            "iso8859-1": ("Hélène Lefèvre", "François Côté", "Anaïs"),
            "iso8859-15": ("Jürgen Groß", "Büro 5 €", "Käthe"),
            "cp1250": ("Łukasz Żak", "Paweł Gdański", "Świętosława"),
            "iso8859-2": ("Jiří Dvořák", "Plzeň Lhůta", "Šárka Žižková"),
            "cp1251": ("Иван Петров", "улица Ленина", "Мария"),
            "koi8-r": ("Иван Петров", "улица Ленина", "Мария"),
            "cp866": ("Иван Петров", "улица Ленина", "Мария"),
            "iso8859-5": ("Иван Петров", "улица Ленина", "Мария"),
            "cp1253": ("Γιώργος Παππάς", "Οδός Ερμού", "Άννα"),
            "iso8859-7": ("Γιώργος Παππάς", "Οδός Ερμού", "Άννα"),
            "cp1254": ("Güneş Yıldız", "Beyoğlu Şişli", "İbrahim"),
            "iso8859-9": ("Güneş Yıldız", "Beyoğlu Şişli", "İbrahim"),
            "cp1255": ("דוד כהן", "רחוב דיזנגוף", "תל אביב"),
            "cp1256": ("محمد علي", "شارع التحرير", "القاهرة"),
            "cp932": ("山田太郎", "東京都渋谷区", "ヤマダハナコ"),
            "cp850": ("Jürgen Groß", "Königstraße", "Käthe"),
            "mac-roman": ("Jürgen Groß", "Königstraße", "Käthe"),
        }.items()
        for name in names[:1]
    },
    "an encoding that a person chose": odd(
        coded("cp1257", "Jānis Bērziņš"), TAKEN, 1, answers={"encoding": "cp1257"}, values={"P2001": {"customer_name": "Jānis Bērziņš"}}
    ),
}  # fmt: skip
