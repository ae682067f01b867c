"""Why rows of a file became no order, in the words of a list and of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

# Codes that keep a row out of the plan without calling it wrong.
LEFT_OUT = {"NOT_SHIPPED", "TOTAL_ROW", "REMARK_ROW", "LEFT_OUT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedWords:
    """One reason: ``listed`` follows a number in a list (“2 with …”), ``one`` and ``many`` are verbs of a sentence."""

    listed: str
    one: str
    many: str

    def told(self, number: int) -> str:
        """Return the reason with the number of its rows, “2 have a window that …”."""
        return f"{number} {self.one if number == 1 else self.many}"


def words_for(code: str) -> RefusedWords:
    """Return the words for the code of an issue."""
    return _REASONS.get(code, _OTHER)


def _with(what: str) -> RefusedWords:
    return RefusedWords(listed=f"with {what}", one=f"has {what}", many=f"have {what}")


def _that(one: str, many: str) -> RefusedWords:
    return RefusedWords(listed=f"that {many}", one=one, many=many)


def _of(what: str) -> RefusedWords:
    return RefusedWords(listed=f"of {what}", one=f"is a row of {what}", many=f"are rows of {what}")


def _refused(why: str) -> RefusedWords:
    return RefusedWords(listed=why, one=f"was refused {why}", many=f"were refused {why}")


_OTHER = _refused("for another reason")
_REASONS = {
    "WINDOW_ORDER": _with("a window that ends before it begins"),
    "TIME_FORMAT": _with("a time that no clock shows"),
    "DATE_FORMAT": _with("a date that does not exist"),
    "DATE_RANGE": _with("a date far off"),
    "DUPLICATE_ID": _that("shares a number and differs", "share a number and differ"),
    "MISSING_VALUE": RefusedWords(listed="without a number", one="lacks a number", many="lack a number"),
    "FIELD_COUNT": _with("cells beside their headings"),
    "QUOTE": _with("a quotation mark that is not closed"),
    "NUMBER": _with("an amount that is not one number"),
    "NEGATIVE": _with("an amount below zero"),
    "TOO_LARGE": _with("an amount that cannot be true"),
    "TOO_LONG": _with("a text that is too long"),
    "COORD_FORMAT": _with("coordinates that are none"),
    "COORD_RANGE": _with("coordinates that are not on the earth"),
    "SWAPPED_LATLON": _with("latitude and longitude exchanged"),
    "CELL_ERROR": _with("an error of a spreadsheet"),
    "LINE_REFUSED": _refused("because another line of the order is refused"),
    "NOT_SHIPPED": _that("is not shipped", "are not shipped"),
    "LEFT_OUT": _that("is cancelled, done, held or fetched", "are cancelled, done, held or fetched"),
    "TOTAL_ROW": _of("totals"),
    "REMARK_ROW": _of("remarks"),
    "FORMULA_NO_VALUE": _with("a formula that has no result"),
}
