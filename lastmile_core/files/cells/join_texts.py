"""Texts of a row put together: name from its parts, address from its lines, a number when the file has none."""

from __future__ import annotations

import hashlib
import re

_POSTCODE_FIRST = re.compile(r"(?P<code>(?:[A-Z]{1,2}-)?\d{3,6}(?:[ -]?[A-Z]{2}\b|[ -]\d{2,4}\b)?)[\s,]+(?P<town>\D.*)")
_POSTCODE_LAST = re.compile(r"(?P<town>\D.*?)[\s,]+(?P<code>\d{4,6}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})")


def join_texts(texts: dict[str, str]) -> None:
    """Fill ``customer_name`` and ``address`` from their parts, in place."""
    for name, text in texts.items():
        if "\n" in text or "\r" in text:
            texts[name] = re.sub(r"\s*[\r\n]+\s*", "\n" if name == "notes" else ", ", text.strip())
    if said := texts.pop("comments", ""):
        notes = texts.get("notes", "")
        texts["notes"] = notes if said in notes else "\n".join(filter(None, (notes, said)))
    if not texts.get("customer_name"):
        person = " ".join(filter(None, (texts.get("first_name"), texts.get("last_name"))))
        texts["customer_name"] = person or texts.get("company", "")
    if texts.get("house_number"):
        texts["address"] = f"{texts.get('address', '')} {texts['house_number']}".strip()
    if texts.get("address2"):
        texts["address"] = ", ".join(filter(None, (texts.get("address", ""), texts["address2"])))
    _split_town(texts)
    for name in ("postcode", "phone"):
        texts[name] = texts.get(name, "").lstrip("'").strip()


def _split_town(texts: dict[str, str]) -> None:
    """Fill postcode and city from one cell such as ``70173 Stuttgart`` or ``Santee CA 92071``."""
    text = texts.pop("postcode_city", "")
    match = _POSTCODE_FIRST.fullmatch(text) or _POSTCODE_LAST.fullmatch(text)
    if match:
        texts["postcode"] = texts.get("postcode") or match.group("code")
        text = match.group("town")
    texts["city"] = texts.get("city") or text


def made_number(texts: dict[str, str], coordinates: list[str]) -> str:
    """Return an order number made from name and address, so that the same row gets the same number again."""
    parts = [" ".join(texts.get(name, "").lower().split()) for name in ("customer_name", "address", "postcode", "city")]
    if not any(parts):
        parts = coordinates
    return "ROW-" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:8].upper()
