"""Invented people: families, twins, names as uneven as in France; none is real.

Surnames are built of syllables and lie on a Zipf-like curve whose tail grows with the
people, as names do; given names are the package's list under another such curve. So
homonyms, brothers and sisters, and namesakes born the same day come as they would.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from random import Random
from typing import Generic, TypeVar

from pseudonymisation.linkage.given_names import known_given_names


Value = TypeVar("Value")

FAMILY_SIZES = ((1, 0.55), (2, 0.30), (3, 0.11), (4, 0.04))
TWINS_PER_LARGER_FAMILY = 0.049  # makes 2.7 % of people twins
DOUBLE_SURNAMES = 0.165
PARTICLES = 0.01
NAME_CHANGES = 0.038
MOVES = 0.21
FURTHER_GIVEN_NAMES = ((0, 0.25), (1, 0.5), (2, 0.25))
BIRTH_YEARS = (1998, 2014)
SIBLINGS_APART = 6  # years, at most
DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_BEGINNINGS = """Bel Bro Cas Cor Dau Deg Fau Fon Gal Gor Hul Jou Lab Lav Mal Mer Nad
Pas Pru Quin Rav Ros Sal Ser Tis Tro Vau Ver Vig Wal Zel Bri"""
_MIDDLES = ["", "an", "er", "i", "in", "o", "ol"]
_ENDS = """bert bois car chet court deau din dier et fort gneux lard let lin lot main
mont nard nier quet rand reau sac son teil ton vel viez"""
_PARTICLES = ("de ", "d'", "Le ", "El ", "Ben ", "Saint-")
_SURNAMES_PER_PERSON = 0.6
_SURNAME_SHIFT = 12.0  # of the ranks: the commonest bears 1 % of people, not 10 %
_GIVEN_SHIFT = 8.0
_GIVEN_NAMES = 320  # in use in one generation and place
_COMPOUNDS = """Anne-Lise Anne-Laure Marie-Lou Marie-Claire Lou-Anne Jean-Baptiste
Jean-Noël Pierre-Yves Paul-Henri Mohamed-Amine Fatima-Zahra"""
_ACCENTS = {
    "aicha": "Aïcha", "andre": "André", "cecile": "Cécile", "celine": "Céline",
    "clement": "Clément", "elodie": "Élodie", "emilie": "Émilie", "eva": "Éva",
    "frederic": "Frédéric", "gael": "Gaël", "helene": "Hélène", "heloise": "Héloïse",
    "ines": "Inès", "jerome": "Jérôme", "jeremy": "Jérémy", "lea": "Léa", "leo": "Léo",
    "loic": "Loïc", "matheo": "Mathéo", "melanie": "Mélanie", "noe": "Noé",
    "noemie": "Noémie", "raphael": "Raphaël", "remi": "Rémi", "sebastien": "Sébastien",
    "theo": "Théo", "timothee": "Timothée", "valerie": "Valérie", "zoe": "Zoé",
}  # fmt: skip
_PLACES = (
    ("Port-Saint-Aubin", "97001", 380), ("Vallombreuse", "97010", 310),
    ("Hautecombe", "97020", 225), ("Neuville-d'Orge", "97030", 165),
    ("Bressieux", "97040", 110), ("Saint-Mexin", "97050", 90), ("Ham", "97060", 90),
    ("La Chapelle-aux-Ormes", "97070", 70), ("Courcelette", "97080", 65),
    ("Tournay-lès-Prés", "97090", 62), ("Ormoy", "97100", 55), ("Lens", "97110", 50),
    ("Pont-à-Vesle", "97120", 50), ("Grandvaux", "97130", 48), ("Bœurs", "97140", 45),
    ("Saint-Lô-le-Bas", "97150", 40), ("Estrée", "97160", 38), ("Quessy", "97170", 14),
)  # fmt: skip

PEOPLE_PER_TOWN = 20_000
"""One set of communes serves so many people; more people live in more sets."""


@dataclass(frozen=True, slots=True, repr=False)
class Invented:
    """An invented young person.

    Attributes:
        number: from 0.
        twin_of: number of the other twin, or None.
        surname: family name at birth.
        second_surname: second half of a double name, "" for none.
        given: first given name.
        further: other given names.
        birth: year, month, day.
        sex: "F" or "M".
        place: commune and postcode.
        later_surname: borne later on, "" where the name never changes.
        later_place: after a move, or None.
    """

    number: int
    twin_of: int | None
    surname: str
    second_surname: str
    given: str
    further: tuple[str, ...]
    birth: tuple[int, int, int]
    sex: str
    place: tuple[str, str]
    later_surname: str
    later_place: tuple[str, str] | None

    def __repr__(self) -> str:
        return f"Invented({self.number})"


class Drawn(Generic[Value]):
    """Draws values by their weights.

    Args:
        values: at least one.
        weights: as many.
    """

    def __init__(self, values: Sequence[Value], weights: Sequence[float]) -> None:
        self._values = values
        self._until = list(accumulate(weights))

    @classmethod
    def of(cls, shares: Sequence[tuple[Value, float]]) -> "Drawn[Value]":
        """Draw among values that stand beside their weights."""
        return cls([value for value, _w in shares], [weight for _v, weight in shares])

    def draw(self, rng: Random) -> Value:
        """Draw one value."""
        return self._values[bisect(self._until, rng.random() * self._until[-1])]


def invent_people(n: int, rng: Random) -> Iterator[Invented]:
    """Invent people, family after family.

    Args:
        n: how many.
        rng: source of chance.

    Yields:
        The people, in the order of their numbers.
    """
    world = _World(n, rng)
    number = 0
    while number < n:
        for person in world.family(number, at_most=n - number):
            yield person
            number += 1


class _World:
    def __init__(self, n: int, rng: Random) -> None:
        self._rng = rng
        self._surnames = _surnames(n, rng)
        self._given = dict(zip("FM", _given_names(rng), strict=True))
        self._sizes = Drawn.of(FAMILY_SIZES)
        self._further = Drawn.of(FURTHER_GIVEN_NAMES)
        self._places = _places(n)

    def family(self, first: int, *, at_most: int) -> list[Invented]:
        rng = self._rng
        size = min(self._sizes.draw(rng), at_most)
        surname = self._surnames.draw(rng)
        second = self._surnames.draw(rng) if rng.random() < DOUBLE_SURNAMES else ""
        place = self._places.draw(rng)
        twins = size > 1 and rng.random() < TWINS_PER_LARGER_FAMILY
        year = rng.randint(*BIRTH_YEARS)
        birth = self._birth(year)
        members: list[Invented] = []
        given: set[str] = set()
        for place_in_family in range(size):
            is_twin = twins and place_in_family < 2
            if place_in_family and not (is_twin and members):
                apart = rng.randint(-SIBLINGS_APART, SIBLINGS_APART)
                birth = self._birth(year + apart)
            sex = rng.choice("FM")
            members.append(
                Invented(
                    number=first + place_in_family,
                    twin_of=first + 1 - place_in_family if is_twin else None,
                    surname=surname,
                    second_surname=second,
                    given=self._other_given(sex, given),
                    further=self._further_given(sex),
                    birth=birth,
                    sex=sex,
                    place=place,
                    later_surname=(
                        self._surnames.draw(rng) if rng.random() < NAME_CHANGES else ""
                    ),
                    later_place=(
                        self._places.draw(rng) if rng.random() < MOVES else None
                    ),
                )
            )
        return members

    def _other_given(self, sex: str, taken: set[str]) -> str:
        while (name := self._given[sex].draw(self._rng)) in taken:
            pass
        taken.add(name)
        return name

    def _further_given(self, sex: str) -> tuple[str, ...]:
        count = self._further.draw(self._rng)
        return tuple(self._given[sex].draw(self._rng) for _ in range(count))

    def _birth(self, year: int) -> tuple[int, int, int]:
        month = self._rng.randint(1, 12)
        return year, month, self._rng.randint(1, DAYS_IN_MONTH[month - 1])


def _surnames(n: int, rng: Random) -> Drawn[str]:
    parts = product(_BEGINNINGS.split(), _MIDDLES, _MIDDLES, _ENDS.split())
    names = list(dict.fromkeys(map("".join, parts)))
    rng.shuffle(names)
    names = names[: max(1_000, int(_SURNAMES_PER_PERSON * n))]
    names = [
        rng.choice(_PARTICLES) + name if rng.random() < PARTICLES else name
        for name in names
    ]
    return Drawn(names, _zipf(len(names), _SURNAME_SHIFT))


def _given_names(rng: Random) -> tuple[Drawn[str], Drawn[str]]:
    plain = sorted(known_given_names())
    rng.shuffle(plain)
    names = [_ACCENTS.get(name, name.capitalize()) for name in plain[:_GIVEN_NAMES]]
    names += _COMPOUNDS.split()
    rng.shuffle(names)
    halves = names[::2], names[1::2]
    one, other = (Drawn(half, _zipf(len(half), _GIVEN_SHIFT)) for half in halves)
    return one, other


def _places(n: int) -> Drawn[tuple[str, str]]:
    towns = range(max(1, n // PEOPLE_PER_TOWN))
    return Drawn(
        [
            (f"{name} {town}" if town else name, f"{int(code) - 1000 * town:05d}")
            for town in towns
            for name, code, _weight in _PLACES
        ],
        [weight for _town in towns for _n, _c, weight in _PLACES],
    )


def _zipf(n: int, shift: float) -> list[float]:
    return [1 / (rank + shift) for rank in range(n)]
