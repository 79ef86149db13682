"""A commune and a postcode as written → those that can be compared.

Old and new names and codes of one place become one; an arrondissement is kept where it
is told and never supposed; what a CEDEX line says of a post office is no residence.
Source: code officiel géographique (Insee); see `config/identities.yaml`.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from pseudonymisation.identities.known_words import DividedCommune, known_words
from pseudonymisation.identities.spelling import plain_letters


class Place(NamedTuple):
    """A place of residence in comparable form.

    Attributes:
        name: of the commune, plain words without articles; "" where unknown.
        code: five digits; "" where unknown.
    """

    name: str
    code: str


_CEDEX = re.compile(r"\bcedex\b.*", re.IGNORECASE | re.DOTALL)
_ELIDED = re.compile(r"(?<=\b[dl])['’ʼ`´]", re.IGNORECASE)
_ON = re.compile(r"\bs/(?:s\b)?", re.IGNORECASE)
_WORDS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_LINKS = frozenset(
    "sur sous s les lez le la l en de du des d aux au a et".split()  # noqa: SIM905
)
_PARTS = frozenset("e er eme ieme nd arrondissement arrdt ardt arr".split())  # noqa: SIM905
_NUMBER = re.compile(r"\d{1,2}")
_CODE = re.compile(r"(?:F-?)?(\d{4,5}|2[AB]\d{3})(?:[.,]0+)?", re.IGNORECASE)
_DIGITS = 5


@lru_cache(maxsize=65_536)
def place_of(commune: str, postcode: str) -> Place:
    """Put a place in comparable form.

    Args:
        commune: as the source has it, "" for none.
        postcode: likewise.

    Returns:
        Name and code; both "" where nothing is known.

    >>> place_of("ST-DENIS CEDEX", "93205")
    Place(name='saint denis', code='')
    >>> place_of("Paris 18ème", "")
    Place(name='paris', code='75018')
    """
    name, code = plain_place(commune), plain_postcode(postcode)
    words = known_words()
    divided = _divided(name, code)
    if code in words.insee:
        name, code = name or plain_place(words.insee[code]), ""
    elif divided is not None:
        name, code = plain_place(divided.name), _part(divided, commune, code)
    elif not code.isdigit() or any(code[:2] == d.department for d in words.divided):
        code = ""
    if _CEDEX.search(commune) or _CEDEX.search(postcode):
        code = ""
    for merged in words.merged:
        by_name = not code and name in map(plain_place, merged.names)
        if by_name or code in merged.postcodes:
            return Place(name, merged.postcodes[0])
    return Place(name, code)


@lru_cache(maxsize=16_384)
def plain_place(commune: str) -> str:
    """Write the name of a commune in plain words.

    Articles and the words that tie names ("sur", "lès", "d'") are left out, since files
    abridge or forget them; "St" is "saint"; a CEDEX and its number are left out.

    Args:
        commune: as the source has it.

    Returns:
        Lower-case words.

    >>> plain_place("VILLENEUVE-D'ASCQ"), plain_place("Lys lez Lannoy")
    ('villeneuve ascq', 'lys lannoy')
    """
    spaced = _ON.sub(" ", _ELIDED.sub(" ", _CEDEX.sub("", commune)))
    plain = plain_letters(spaced).replace("-", " ").replace(",", " ")
    words = [_WORDS.get(word, word) for word in plain.split()]
    return " ".join([word for word in words if word not in _LINKS] or words)


def plain_postcode(text: str) -> str:
    """Write a postcode in five signs.

    Args:
        text: as the source has it.

    Returns:
        Five digits, or the code of a Corsican commune; "" for what is no French
        postcode. The zero that a spreadsheet takes from 01 to 09 is put back.

    >>> plain_postcode(" 1 000.0"), plain_postcode("F-59000"), plain_postcode("B-7500")
    ('01000', '59000', '')
    """
    if len(text) == _DIGITS and text.isascii() and text.isdigit():
        code = text
    else:
        plain = unicodedata.normalize("NFKC", _CEDEX.sub("", text))
        found = _CODE.fullmatch("".join(plain.split()))
        code = found[1].upper().zfill(_DIGITS) if found else ""
    return "" if code in known_words().unknown_postcodes else code


def tells_no_part(name: str) -> bool:
    """Tell whether a name alone is that of a commune with arrondissements."""
    return any(name == plain_place(one.name) for one in known_words().divided)


def _divided(name: str, code: str) -> DividedCommune | None:
    """Find the commune with arrondissements that a name or a code is of."""
    first, *rest = name.split() or [""]
    for commune in known_words().divided:
        of_name = first == plain_place(commune.name) and _PARTS.issuperset(rest)
        known = code in commune.codes or code in commune.renamed
        if of_name or (not name and (known or code in commune.whole)):
            return commune
    return None


def _part(divided: DividedCommune, commune: str, code: str) -> str:
    """Give the postcode of the arrondissement, "" where none is told."""
    code = divided.renamed.get(code, code)
    if code in divided.codes:
        return code
    number = _NUMBER.search(_CEDEX.sub("", commune))
    part = int(number[0]) if number else 0
    return divided.codes[part - 1] if 1 <= part <= len(divided.codes) else ""
