"""Invented people → the damaged records that several organisations keep of them.

The rates of damage stand here, in one place; they follow those told of the set by which
the linkage was developed (shares of its records, by kind of damage).
"""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.linkage_people import DAYS_IN_MONTH, Drawn, Invented


ORGANISATIONS = ("college", "lycee", "club", "prevention", "mission", "foyer", "pjj")
RECORDS_PER_PERSON = (
    (1, 0.298), (2, 0.2425), (3, 0.1835), (4, 0.141), (5, 0.0755), (6, 0.0595),
)  # fmt: skip
HEADER = (
    "record_id", "person", "organisation", "nom", "prenoms", "date_naissance", "sexe",
    "commune", "code_postal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Damage:
    """Chances of each damage, per record, or per record of those it can befall.

    Attributes:
        surname_typo: one typing error in the family name.
        given_typo: one typing error in the given name.
        further_listed: the further given names stand beside the first.
        further_alone: a further given name stands for the first.
        variant: another usual spelling, of names that have one.
        short_form: a short form, of names that have one.
        hyphen_lost: of a compound given name.
        birth_missing: no date of birth.
        birth_year_only: the year, written as 1 January.
        birth_turned: day and month exchanged.
        day_off: a day off by one, two or ten.
        year_off: a year off by one.
        accents_lost: accents left out.
        broken_encoding: UTF-8 read as Latin-1.
        capitals: names in capitals.
        swapped: family and given name exchanged.
        surname_changed: of those whose name changes, the later one is borne.
        moved: of those who move, the later place stands.
        place_missing: no place.
        sex_missing: no sex.
    """

    surname_typo: float = 0.089
    given_typo: float = 0.087
    further_listed: float = 0.060
    further_alone: float = 0.034
    variant: float = 0.25
    short_form: float = 0.03
    hyphen_lost: float = 0.4
    birth_missing: float = 0.030
    birth_year_only: float = 0.015
    birth_turned: float = 0.0075
    day_off: float = 0.0245
    year_off: float = 0.022
    accents_lost: float = 0.30
    broken_encoding: float = 0.0135
    capitals: float = 0.35
    swapped: float = 0.011
    surname_changed: float = 0.45
    moved: float = 0.5
    place_missing: float = 0.042
    sex_missing: float = 0.0127


USUAL = Damage()
DOUBLE_WRITTEN = (("hyphen", 0.4), ("space", 0.15), ("first", 0.35), ("second", 0.1))
_TYPO_AT_START = 0.1
_DAYS_OFF = (-1, 1, 2, 10, -10)
_VARIANTS = {
    "Yanis": ("Yannis", "Ianis"), "Youssef": ("Youcef", "Yousef"),
    "Mathéo": ("Matteo", "Matéo"), "Mohamed": ("Mohammed", "Muhamad"),
    "Rayan": ("Rayane", "Ryan"), "Sarah": ("Sara",), "Mathieu": ("Matthieu",),
    "Théo": ("Teo",), "Lucas": ("Lukas",), "Héloïse": ("Eloise",), "Sofia": ("Sophia",),
    "Manon": ("Mannon",), "Aïcha": ("Aicha", "Aysha"), "Inès": ("Inés", "Ynès"),
}  # fmt: skip
_SHORT = {
    "Maxime": "Max", "Alexandre": "Alex", "Mohamed": "Momo", "Timothée": "Tim",
    "Gabriel": "Gaby", "Nicolas": "Nico", "Thomas": "Tom", "Sébastien": "Seb",
    "Benjamin": "Ben", "Catherine": "Cathy", "Joséphine": "Jo", "Frédéric": "Fred",
}  # fmt: skip
_KEYBOARD = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_BESIDE = {
    letter: [row[at] for at in (place - 1, place + 1) if 0 <= at < len(row)]
    for row in _KEYBOARD
    for place, letter in enumerate(row)
}


def write_records(
    people: Iterable[Invented], path: Path, rng: Random, *, damage: Damage = USUAL
) -> int:
    """Write the records of people, in random order, with whose they are.

    Args:
        people: invented.
        path: CSV to write, with the columns of `HEADER`; `person` is the truth.
        rng: source of chance.
        damage: chances of each damage.

    Returns:
        The number of records.
    """
    rows = list(records_of(people, rng, damage=damage))
    rng.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows((f"R{n:08d}", *row) for n, row in enumerate(rows))
    return len(rows)


def records_of(
    people: Iterable[Invented], rng: Random, *, damage: Damage = USUAL
) -> Iterator[tuple[str, ...]]:
    """Make the records of people.

    Args:
        people: invented.
        rng: source of chance.
        damage: chances of each damage.

    Yields:
        The columns of `HEADER` without the first.
    """
    counts = Drawn.of(RECORDS_PER_PERSON)
    writer = _Writer(rng, damage)
    for person in people:
        for _record in range(counts.draw(rng)):
            yield writer.record(person)


class _Writer:
    def __init__(self, rng: Random, damage: Damage) -> None:
        self._rng = rng
        self._damage = damage
        self._double = Drawn.of(DOUBLE_WRITTEN)

    def _happens(self, chance: float) -> bool:
        return self._rng.random() < chance

    def record(self, person: Invented) -> tuple[str, ...]:
        rng, damage = self._rng, self._damage
        surname, given = self._dressed(self._surname(person), self._given(person))
        place = person.place
        if person.later_place and self._happens(damage.moved):
            place = person.later_place
        if self._happens(damage.place_missing):
            place = ("", "")
        sex = "" if self._happens(damage.sex_missing) else person.sex
        birth = self._birth(*person.birth)
        organisation = rng.choice(ORGANISATIONS)
        return (str(person.number), organisation, surname, given, birth, sex, *place)

    def _surname(self, person: Invented) -> str:
        name = person.surname
        if person.second_surname:
            name = self._written_double(name, person.second_surname)
        if person.later_surname and self._happens(self._damage.surname_changed):
            name = person.later_surname
        return self._typo(name) if self._happens(self._damage.surname_typo) else name

    def _written_double(self, first: str, second: str) -> str:
        ways = {
            "hyphen": f"{first}-{second}",
            "space": f"{first} {second}",
            "first": first,
            "second": second,
        }
        return ways[self._double.draw(self._rng)]

    def _given(self, person: Invented) -> str:
        rng, damage = self._rng, self._damage
        name = person.given
        if "-" in name and self._happens(damage.hyphen_lost):
            first, second = name.split("-")
            name = rng.choice((f"{first} {second}", first + second.lower(), first))
        chance = rng.random()
        if person.further and chance < damage.further_listed:
            name = rng.choice((", ", ", ", " ")).join((name, *person.further))
        elif person.further and chance < damage.further_listed + damage.further_alone:
            name = person.further[0]
        elif name in _VARIANTS and self._happens(damage.variant):
            name = rng.choice(_VARIANTS[name])
        elif name in _SHORT and self._happens(damage.short_form):
            name = _SHORT[name]
        return self._typo(name) if self._happens(damage.given_typo) else name

    def _typo(self, text: str) -> str:
        """Make one of Damerau's four errors, mostly not in the first letter."""
        rng = self._rng
        start = 0 if self._happens(_TYPO_AT_START) else 1
        at = rng.randrange(min(start, len(text) - 1), len(text))
        kind = rng.randrange(4)
        beside = _BESIDE.get(text[at].lower())
        if kind == 0 and len(text) > 2:
            return text[:at] + text[at + 1 :]
        if kind == 1 and at + 1 < len(text):  # turned
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if kind == 2 and beside:
            letter = rng.choice(beside)
            letter = letter.upper() if text[at].isupper() else letter
            return text[:at] + letter + text[at + 1 :]
        return text[: at + 1] + text[at:]  # doubled

    def _birth(self, year: int, month: int, day: int) -> str:
        damage, chance = self._damage, self._rng.random()
        if chance < (until := damage.birth_missing):
            return ""
        if chance < (until := until + damage.birth_year_only):
            return f"{year}-01-01"
        if chance < (until := until + damage.birth_turned):
            turned = day <= len(DAYS_IN_MONTH)
            month, day = (day, month) if turned else (month, day)
        elif chance < (until := until + damage.day_off):
            other = day + self._rng.choice(_DAYS_OFF)
            day = other if 1 <= other <= DAYS_IN_MONTH[month - 1] else day
        elif chance < until + damage.year_off:
            year += self._rng.choice((-1, 1))
        return f"{year}-{month:02d}-{min(day, DAYS_IN_MONTH[month - 1]):02d}"

    def _dressed(self, surname: str, given: str) -> tuple[str, str]:
        damage = self._damage
        if self._happens(damage.accents_lost):
            surname, given = _without_accents(surname), _without_accents(given)
        if self._happens(damage.broken_encoding):
            surname, given = _broken(surname), _broken(given)
        if self._happens(damage.capitals):
            surname = surname.upper()
            given = given.upper() if self._happens(0.5) else given
        if self._happens(damage.swapped):
            surname, given = given, surname
        return surname, given


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c))


def _broken(text: str) -> str:
    return text.encode("utf-8").decode("latin-1")
