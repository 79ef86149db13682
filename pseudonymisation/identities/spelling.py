"""The letters of a French name: broken encodings, accents, case, apostrophes.

Pure functions from text to plain lower-case letters; the meaning of the parts
(particles, double names, order) is next door, in `normalise`.
"""

import html
import re
import unicodedata


_LATIN_1 = {chr(byte): byte for byte in range(0x80, 0x100)}
_CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_BYTES = _LATIN_1 | {sign: sign.encode("cp1252")[0] for sign in _CP1252}
_REST = f"[\x80-\xbf{_CP1252}]"  # a byte that goes on a character of UTF-8
# First bytes of what names hold: Latin, Cyrillic and Arabic letters; punctuation.
_BROKEN = re.compile(f"[ÂÃÄÅÐÑØÙ]{_REST}|Ë[†œ]|Æ’|[âï]{_REST}{_REST}")
_LOWERED = re.compile(f"ã(?={_REST})")
_ENTITY = re.compile(r"&(?:#\d{1,5}|#x[0-9a-f]{1,4}|[a-z]{2,8});", re.IGNORECASE)
_TWICE = 2
_UNHEARD = ("Mn", "Mc", "Me", "Cf")  # accents, vowel signs; invisible signs
_LIGATURES = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d",
        "ð": "d", "þ": "th",
    }
)  # fmt: skip
_APOSTROPHES = re.compile(r"['’ʼ‘‛`´ʻʹʾʿˈ′＇]")
_LOST = re.compile(r"(?<=[^\W\d_])[\ufffd?\d]+(?=[^\W\d_])")
_HOMOPHONES = (
    ("ph", "f"), ("qu", "k"), ("ck", "k"), ("ca", "ka"), ("co", "ko"), ("cu", "ku"),
    ("q", "k"), ("z", "s"), ("ce", "se"), ("ci", "si"), ("w", "v"), ("y", "i"),
)  # fmt: skip
_MUTE_H = re.compile("(?<![csp])h")
_DOUBLED = re.compile(r"(.)\1+")


def repair_encoding(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 or Latin-1, once or twice.

    Each broken character is put right by itself, so that a sound one beside it, or
    one that cannot be read, changes nothing. HTML entities become their letters.

    Args:
        text: perhaps "GaÃ«tan", "GaÃƒÂ«tan" or "Ga&euml;tan".

    Returns:
        "Gaëtan"; the text itself where it was sound.

    >>> repair_encoding("GaÃ«tan")
    'Gaëtan'
    """
    for _attempt in range(_TWICE):
        if "&" in text:
            text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
        text = _BROKEN.sub(_reread, _LOWERED.sub("Ã", text))
    return text


def _reread(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[sign] for sign in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


def plain_letters(text: str) -> str:
    """Write a name in lower-case letters without accents or apostrophes.

    Hyphens and separators become what `normalise` splits on: "-" stays, anything
    else that is no letter becomes a space. Apostrophes and invisible signs vanish, and
    so does a sign inside a word that stands for a lost letter ("Ga?tan", "Ga�tan"): the
    word stays one, a letter short. Letters of other alphabets stay as they are.

    Args:
        text: as the source has it.

    Returns:
        Letters, "-" , "," and single spaces.

    >>> plain_letters("N’DIAYE-L'Œuf,  Zoé")
    'ndiaye-loeuf, zoe'
    """
    if text.isascii():
        if text.isalpha():
            return text.lower()
        folded = repair_encoding(text).lower() if "&" in text else text.lower()
    else:
        folded = repair_encoding(text)
    if not folded.isascii():
        folded = _without_accents(folded)
    bare = _APOSTROPHES.sub("", folded)
    whole = _LOST.sub("", bare)
    kept = "".join(c if c.isalpha() or c in "-," else _separator(c) for c in whole)
    return re.sub(" ?-[- ]*", "-", " ".join(kept.split()))


def _without_accents(text: str) -> str:
    """Take letters apart; apostrophes first, some of which come apart into a space."""
    apart = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).lower())
    again = unicodedata.normalize("NFKD", apart.lower().translate(_LIGATURES))
    return "".join(c for c in again if unicodedata.category(c) not in _UNHEARD)


def _separator(character: str) -> str:
    if character in ";/|+&":
        return ","
    if character in "‐‑‒–—―−":
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
