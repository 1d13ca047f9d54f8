"""Bytes → text, and Vietnamese that came out as something else: noticed by its letters, never mended."""

import re

FEWEST, SHARE = 5, 0.05  # marks, and marks in each word, from which a text is not Vietnamese in Unicode
SHOWN = 80  # characters that a problem row keeps
UNICODE = re.compile(r"[\u1ea0-\u1ef9]")  # ạ to ỹ: letters that only Unicode's Vietnamese has
USUAL = 0.05  # share of them among all characters; a third of what an article has
WORD = re.compile(r"\w+")
# Letter pairs of each encoding as they look when it is taken for Unicode; no Vietnamese syllable has them.
SIGNS = {
    "UTF-8 read as windows-1252": re.compile(r"áº|á»|Ã[\u00a0-\u00bf]|Ä‘|Æ[°¡]|Ì[^\w\s]"),
    "windows-1258 read as windows-1252": re.compile(r"(?<=[aâãeêioôõuýy])[ÌÒÞìò]|ð(?=\w)"),
    "TCVN3 (ABC), a font of before Unicode": re.compile(r"(?<=[^\W\d_])[µ¶·¸¹»¼½¾©ª«¬¨®Þß×÷\xad]|(?:^|(?<=\s))®(?=\w)"),
    "VNI, a font of before Unicode": re.compile(
        r"(?<=[aeouyôö])[ûøï]|(?<=[ae])[âåäàáã]|(?<=o)[âåä]|(?<=a)[êéèúüë]|[ñö](?=[^\W\d_])"
    ),
}


def decode(payload: bytes, declared: str, text: str) -> tuple[str, str]:
    """(text, what is wrong with it or ""). `text` is the payload by its declared or presumed encoding, `declared`.

    Bytes beyond ASCII that are UTF-8 from end to end are nothing else, whatever their label says.
    """
    if payload.isascii() or b"\0" in payload:
        return text, ""
    try:
        read = payload.decode("utf-8-sig")
    except UnicodeDecodeError:
        lost = text.count("\ufffd")
        return text, f"bytes that are not {declared}, as the page is labelled, in {lost} places" if lost else ""
    label = declared.lower().replace("_", "-")
    return read, "" if label in ("utf-8", "utf8") or not label else f"labelled {declared} and is UTF-8"


def looks_like(text: str) -> str:
    """The encoding that this text seems to be in, as it was never meant to be read; "" for good Vietnamese."""
    if text.isascii() or len(UNICODE.findall(text)) > USUAL * len(text):  # as nearly always: the rest takes a while
        return ""
    words = len(WORD.findall(text))
    found = {name: len(sign.findall(text)) for name, sign in SIGNS.items()}
    name = max(found, key=lambda one: found[one])
    return name if found[name] >= max(FEWEST, SHARE * words) else ""
