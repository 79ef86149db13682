"""Who lives in the fictitious territory: families, twins, addresses, changed names.

Columns are numpy arrays of one value per person, so that a hundred thousand people cost
a fraction of a second. Days are integers since 1970-01-01.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from parcours.synthetic.hazards import DAYS_PER_YEAR, Hazards
from parcours.synthetic.names import given_names, surnames


Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Texts = NDArray[np.str_]

NEVER = 2**40
EPOCH = date(1970, 1, 1)
YOUNGEST_YEARS, OLDEST_YEARS = 12.0, 25.0
TWIN_SHARE, QPV_SHARE = 0.025, 0.45


@dataclass(frozen=True)
class Place:
    """Somewhere to live.

    Attributes:
        commune: its name as people write it.
        postcode: five digits.
        area: name of the priority neighbourhood, or None outside them.
    """

    commune: str
    postcode: str
    area: str | None


@dataclass(frozen=True)
class Population:
    """One row per person.

    Attributes:
        family: number of the household; twins and siblings share it.
        girl: girls.
        birth: day of birth.
        surname, given: as the civil registry has them.
        renamed_on: day of a change of surname, else NEVER; `new_surname` from then.
        place, new_place: index into `places`; `moved_on` is the day between them.
        left_on: day on which the person leaves the territory for good, else NEVER.
        died_on: day of death, else NEVER.
        twin: whether a twin lives in the same household.
        places: the places that the indices name.
    """

    family: Ints
    girl: Flags
    birth: Ints
    surname: Texts
    given: Texts
    renamed_on: Ints
    new_surname: Texts
    place: Ints
    new_place: Ints
    moved_on: Ints
    left_on: Ints
    died_on: Ints
    twin: Flags
    places: tuple[Place, ...]

    def __len__(self) -> int:
        return len(self.birth)

    def place_on(self, persons: Ints, days: Ints) -> Ints:
        """Tell where persons live on given days, as indices into `places`."""
        moved = days >= self.moved_on[persons]
        return np.where(moved, self.new_place[persons], self.place[persons])

    def surname_on(self, persons: Ints, days: Ints) -> Texts:
        """Tell the surnames that persons bear on given days."""
        renamed = days >= self.renamed_on[persons]
        return np.where(renamed, self.new_surname[persons], self.surname[persons])

    @property
    def in_qpv(self) -> Flags:
        """Whether each person first lives in a priority neighbourhood."""
        return np.array([p.area is not None for p in self.places])[self.place]


def day_number(day: date) -> int:
    """Count days since 1970-01-01.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def populate(
    n: int,
    *,
    until: date,
    places: Sequence[Place],
    hazards: Hazards,
    rng: np.random.Generator,
) -> Population:
    """Draw the people of a territory.

    Args:
        n: number of young people, at least 1.
        until: last day known to anyone; people are 12 to 25 years old on it.
        places: where one may live, at least one.
        hazards: rates of moving, leaving, dying, changing names.
        rng: source of randomness.

    Returns:
        The population, n rows.
    """
    end = day_number(until)
    family, twin = _families(n, rng)
    girl = rng.random(n) < 0.5
    birth = _births(family, twin, end, rng)
    given = given_names(rng, girl)
    names = surnames()
    weights = 1.0 / (np.arange(len(names)) + 60.0) ** 0.7
    of_family = rng.choice(names, int(family[-1]) + 1, p=weights / weights.sum())
    place, new_place = _homes(family, places, rng)
    grown = birth + int(11 * DAYS_PER_YEAR)
    renames = rng.random(n) < np.where(girl, hazards.renames, hazards.renames / 10)
    adult = birth + (DAYS_PER_YEAR * rng.uniform(18, 25, n)).astype(np.int64)
    return Population(
        family=family,
        girl=girl,
        birth=birth,
        surname=of_family[family],
        given=_told_apart(family, given, girl, rng),
        renamed_on=np.where(renames, adult, NEVER),
        new_surname=rng.choice(names, n),
        place=place,
        new_place=new_place,
        moved_on=_first(grown, hazards.moves, rng),
        left_on=_first(grown, hazards.leaves, rng),
        died_on=_first(grown, hazards.deaths, rng),
        twin=twin,
        places=tuple(places),
    )


def _families(n: int, rng: np.random.Generator) -> tuple[Ints, Flags]:
    """Number households so that siblings follow one another; mark twins."""
    begins = rng.random(n) < 0.55
    begins[0] = True
    family = np.cumsum(begins) - 1
    follows = np.append(False, family[1:] == family[:-1])
    second = follows & (rng.random(n) < TWIN_SHARE / (2 * 0.45))
    second &= ~np.append(False, second[:-1])
    return family, second | np.append(second[1:], False)


def _births(family: Ints, twin: Flags, end: int, rng: np.random.Generator) -> Ints:
    n = len(family)
    youngest = end - DAYS_PER_YEAR * YOUNGEST_YEARS
    oldest = end - DAYS_PER_YEAR * OLDEST_YEARS
    birth = rng.uniform(oldest, youngest, n).astype(np.int64)
    second = np.flatnonzero(twin & np.append(False, twin[:-1]))
    second = second[family[second] == family[second - 1]]
    birth[second] = birth[second - 1]
    return birth


def _homes(
    family: Ints, places: Sequence[Place], rng: np.random.Generator
) -> tuple[Ints, Ints]:
    inside = [i for i, place in enumerate(places) if place.area is not None]
    outside = [i for i, place in enumerate(places) if place.area is None]
    weights = np.zeros(len(places))
    for indices, share in ((inside, QPV_SHARE), (outside, 1 - QPV_SHARE)):
        weights[indices] = share / max(len(indices), 1)
    weights /= weights.sum()
    first = rng.choice(len(places), int(family[-1]) + 1, p=weights)[family]
    return first, rng.choice(len(places), len(family), p=weights)


def _told_apart(
    family: Ints, given: Texts, girl: Flags, rng: np.random.Generator
) -> Texts:
    """Give siblings different names: parents do."""
    given = given.copy()
    for _attempt in range(20):
        _unique, first = np.unique(
            np.char.add(given, family.astype("U9")), return_index=True
        )
        again = np.setdiff1d(np.arange(len(given)), first)
        if not len(again):
            break
        given[again] = given_names(rng, girl[again])
    return given


def _first(since: Ints, per_year: float, rng: np.random.Generator) -> Ints:
    waits = rng.exponential(DAYS_PER_YEAR / per_year, len(since))
    return since + waits.astype(np.int64)
