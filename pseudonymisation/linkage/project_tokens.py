"""Identities → keyed tokens of three fields or more, for two partners and one project.

A record has a fixed number of places, some for each kind of token: where a date, a
place or a second spelling is missing, chance fills the place, so that nothing tells a
full record from a poor one. No token says a name, a date or a place alone.

Kinds come in families: names and date whole; one part of the date wrong; consonants,
beginnings or ends, of which a typing error leaves some equal; names without any date.
A kind that agrees weighs what `KINDS` says, in natural logarithms of odds: logistic
regression (ridge, no weight below zero) on three sets of 19,000 invented people of
`bench/linkage_records.py`; precision and recall are measured on others.

Source: HMAC-SHA256 (RFC 2104), cut to 72 bits; keyed tokens of several fields as in
OPPRL, here weighed by kind. Bloom filters of letter pairs were set aside: they keep how
alike the records of one file are, by which whoever has the same people's register names
97 % of them (Chen, Schnell, Armknecht, Heng 2022).
"""

import base64
import secrets
from collections import defaultdict
from collections.abc import Iterator

from pseudonymisation.identities.normalise import Features
from pseudonymisation.identities.spelling import homophone
from pseudonymisation.keys.digest import KeyedDigest


VERSION = "v2"
MARK = "parcours-encoded"
COLUMNS = ("record_id", "tokens")
TOKEN_BYTES = 9
TOKEN_LENGTH = 12  # signs of base64
SPELLINGS = 2
"""Places of a kind; spellings of a record beyond these are left out."""

Block = tuple[str, ...]
"""A kind, then three fields or more."""

DATED = "dated, "
UNDATED = "undated, "
KINDS = {
    "given+day+place": 2.7,
    "surname+day+sex": 2.0,
    "names+month": 2.3,
    "names+day of the year": 2.1,
    "names+year+place": 1.4,
    "surname consonants+given+year+place": 1.9,
    "consonants+day of the year": 1.2,
    "three consonants+month+place": 1.6,
    "three consonants+day of the year+place": 1.9,
    "four consonants+day": 1.6,
    "beginnings+day": 1.5,
    "initials+day+place": 1.9,
    "ends+day+place": 1.4,
    "end+beginning+day": 0.8,
    "beginning+end+day": 1.0,
    "surname+initial+month+place": 1.4,
    UNDATED + "consonants+place": 2.8,
    UNDATED + "names+sex": 1.1,
    DATED + "consonants+place": 2.8,
    DATED + "names+sex": 1.1,
}
"""Kinds and what they weigh. What an undated record says is compared with undated and
dated ones; two dated ones never agree without their dates."""
PLACES = SPELLINGS * len(KINDS)

_VOWELS = str.maketrans("", "", "aeiouy")
_PART = 3  # letters of a beginning or an end


class ProjectTokens(KeyedDigest):
    """Makes the tokens of one project."""

    def token(self, block: Block) -> str:
        """Make the token of a block; dated and undated ones of a kind are the same.

        Args:
            block: from `blocks`.

        Returns:
            `TOKEN_LENGTH` signs.
        """
        kind = block[0].removeprefix(UNDATED).removeprefix(DATED)
        return _written(self.digest(kind, *block[1:])[:TOKEN_BYTES])


def chance_token() -> str:
    """Make a token that says nothing and looks like any other."""
    return _written(secrets.token_bytes(TOKEN_BYTES))


def _written(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode("ascii")


def blocks(features: Features) -> dict[str, list[Block]]:
    """List what a record's tokens are made of.

    Args:
        features: of one identity.

    Returns:
        At most `SPELLINGS` blocks of each kind of `KINDS`, the likeliest spellings
        first; kinds for which a field is missing are absent.
    """
    found: defaultdict[str, list[Block]] = defaultdict(list)
    for surname, given in _spellings(features):
        for block in _blocks(features, surname, given):
            held = found[block[0]]
            if len(held) < SPELLINGS and all(block) and block not in held:
                held.append(block)
    return {kind: held for kind, held in found.items() if held}


def _spellings(features: Features) -> list[tuple[str, str]]:
    """Pair the family names with the given names, first with first."""
    names = (*features.given, *features.weak, *features.further)
    ranked = sorted(
        (place + other, place, other)
        for place in range(len(features.surnames))
        for other in range(len(names))
    )
    return [(features.surnames[place], names[other]) for _sum, place, other in ranked]


def _blocks(features: Features, surname: str, given: str) -> Iterator[Block]:
    day, place = features.day, features.postcode or features.commune
    year = str(features.birth[0]) if features.birth else ""
    names = _Names(surname, given)
    if day:
        yield from _of_a_day(names, day, features.sex or "")
    if day and place:
        yield from _of_a_day_and_place(names, day, place)
    if year and place:
        yield "names+year+place", *names.sounds, year, place
        yield (
            "surname consonants+given+year+place",
            *(names.bare_surname, names.heard_given, year, place),
        )
    dating = DATED if year else UNDATED
    bare = sorted((names.bare_surname, names.bare_given))
    yield dating + "consonants+place", *bare, place
    yield dating + "names+sex", *names.sounds, features.sex or ""


class _Names:
    """A family and a given name in the forms that blocks need."""

    def __init__(self, surname: str, given: str) -> None:
        self.surname, self.given = surname, given
        self.heard_surname, self.heard_given = homophone(surname), homophone(given)
        self.bare_surname = _bare(self.heard_surname)
        self.bare_given = _bare(self.heard_given)
        self.sounds = sorted((self.heard_surname, self.heard_given))  # swapped or not


def _bare(sound: str) -> str:
    return sound[:1] + sound[1:].translate(_VOWELS)


def _of_a_day(names: _Names, day: str, sex: str) -> Iterator[Block]:
    either = _either(day)
    surname, given = names.surname, names.given
    yield "surname+day+sex", names.heard_surname, either, sex
    yield "names+month", *names.sounds, day[:6]
    yield "names+day of the year", *names.sounds, day[4:]
    yield (
        "consonants+day of the year",
        *(names.bare_surname, names.bare_given, day[4:]),
    )
    four = sorted((names.bare_surname[:4], names.bare_given[:4]))
    yield "four consonants+day", *four, either
    yield "beginnings+day", *sorted((surname[:_PART], given[:_PART])), either
    yield "end+beginning+day", surname[-_PART:], given[:_PART], either
    yield "beginning+end+day", surname[:_PART], given[-_PART:], either


def _of_a_day_and_place(names: _Names, day: str, place: str) -> Iterator[Block]:
    either = _either(day)
    surname, given = names.surname, names.given
    three = (names.bare_surname[:_PART], names.bare_given[:_PART])
    yield "given+day+place", names.heard_given, either, place
    yield "three consonants+month+place", *three, day[:6], place
    yield "three consonants+day of the year+place", *three, day[4:], place
    yield "initials+day+place", *sorted((surname[0], given[:2])), day, place
    yield "ends+day+place", *sorted((surname[-2:], given[-2:])), either, place
    yield (
        "surname+initial+month+place",
        *(names.heard_surname, given[0], day[:6], place),
    )


def _either(day: str) -> str:
    """Write a day so that day and month turned make no difference."""
    return day[:4] + "".join(sorted((day[4:6], day[6:])))
