"""The letters of a French name: broken encodings, accents, case, apostrophes.

Pure functions from text to plain lower-case letters; the meaning of the parts
(particles, double names, order) is next door, in `normalise`.
"""

import re
import unicodedata


_BROKEN = re.compile(r"[ÃÂÅâ][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")
_LOWERED = re.compile(r"ã(?=[\u0080-\u00bf])")
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d"}
)
_APOSTROPHES = re.compile(r"['’ʼ‘`´ʻ]")
_HOMOPHONES = (
    ("ph", "f"), ("qu", "k"), ("ck", "k"), ("ca", "ka"), ("co", "ko"), ("cu", "ku"),
    ("q", "k"), ("z", "s"), ("ce", "se"), ("ci", "si"), ("w", "v"), ("y", "i"),
)  # fmt: skip
_MUTE_H = re.compile("(?<![csp])h")
_DOUBLED = re.compile(r"(.)\1+")


def repair_encoding(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 or Latin-1, once or twice.

    Args:
        text: perhaps "GaÃ«tan".

    Returns:
        "Gaëtan"; the text itself where it was sound.

    >>> repair_encoding("GaÃ«tan")
    'Gaëtan'
    """
    for _attempt in range(2):
        text = _LOWERED.sub("Ã", text)
        if not _BROKEN.search(text):
            break
        repaired = _reread(text)
        if repaired is None:
            break
        text = repaired
    return text


def _reread(text: str) -> str | None:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return None


def plain_letters(text: str) -> str:
    """Write a name in lower-case letters without accents or apostrophes.

    Hyphens and separators become what `normalise` splits on: "-" stays, anything
    else that is no letter becomes a space, an apostrophe vanishes.

    Args:
        text: as the source has it.

    Returns:
        Letters, "-" , "," and single spaces.

    >>> plain_letters("N’DIAYE-L'Œuf,  Zoé")
    'ndiaye-loeuf, zoe'
    """
    if text.isascii():
        folded = text.lower()
    else:
        repaired = repair_encoding(text).lower().translate(_LIGATURES)
        folded = "".join(
            c
            for c in unicodedata.normalize("NFKD", repaired)
            if not unicodedata.combining(c)
        )
    if folded.isalpha():
        return folded
    bare = _APOSTROPHES.sub("", folded)
    kept = "".join(c if c.isalpha() or c in "-," else _separator(c) for c in bare)
    return re.sub(r" ?- ?", "-", " ".join(kept.split()))


def _separator(character: str) -> str:
    if character in ";/|+&":
        return ","
    if character in "‐‑‒–—":
        return "-"
    return " "


def homophone(name: str) -> str:
    """Write a name as it sounds, roughly, keeping its last letter.

    Two twins are never given names that sound alike, so equal sounds mean one name
    spelt in two ways (Youcef, Youssef; Killian, Kilian). A final "e" counts, since
    Michel and Michèle may be twins.

    Args:
        name: plain letters.

    Returns:
        A key to compare with another.

    >>> homophone("youcef") == homophone("youssef")
    True
    """
    key = name
    for written, heard in _HOMOPHONES:
        key = key.replace(written, heard)
    if "h" in key:
        key = _MUTE_H.sub("", key)
    return _DOUBLED.sub(r"\1", key)
