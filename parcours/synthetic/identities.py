"""A person → what one partner's file says of who they are, mistakes included.

Mistakes belong to a record (a person as one partner knows them), so that a typing
error stays the same over all its rows, as it does in real software.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parcours.synthetic.names import given_names, surnames
from parcours.synthetic.population import Flags, Ints, Population, Texts


LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))
ACCENTS = str.maketrans(
    "àâäçéèêëîïôöùûüÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ", "aaaceeeeiioouuuAAACEEEEIIOOUUU"
)
NBSP = "\u00a0"


@dataclass(frozen=True)
class Mistakes:
    """Shares of records that carry each kind of mistake.

    Attributes:
        surname_typo, given_typo: one letter changed, left out, doubled or swapped.
        fields_swapped: surname and given name in each other's column.
        double_surname: a second surname joined by a hyphen or a blank.
        more_given_names: all given names instead of the first.
        stray_blank: a blank or a no-break space at the end.
        no_birth_date, first_of_january, day_month_swapped: about the birth date.
        sex_missing: sex left out.
    """

    surname_typo: float = 0.020
    given_typo: float = 0.015
    fields_swapped: float = 0.006
    double_surname: float = 0.020
    more_given_names: float = 0.040
    stray_blank: float = 0.020
    no_birth_date: float = 0.010
    first_of_january: float = 0.008
    day_month_swapped: float = 0.006
    sex_missing: float = 0.010


def describe(
    population: Population,
    person: Ints,
    *,
    day: Ints,
    capitals: float,
    mistakes: Mistakes,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Write the identity half of records.

    Args:
        population: who lives here.
        person: index of each record's person.
        day: day on which the record was opened; tells name and address.
        capitals: share of records in capitals without accents.
        mistakes: what goes wrong, how often.
        rng: source of randomness.

    Returns:
        One row per record: surname, birth_surname, given, birth ("dd/mm/yyyy"), sex
        ("F", "M", ""), commune, postcode, area ("" outside priority neighbourhoods).
    """
    place = population.place_on(person, day)
    frame = pd.DataFrame(
        {
            "surname": population.surname_on(person, day).astype(object),
            "birth_surname": population.surname[person].astype(object),
            "given": population.given[person].astype(object),
            "birth": as_text(population.birth[person]).astype(object),
            "sex": np.where(population.girl[person], "F", "M").astype(object),
            "commune": _of_place(population, place, "commune"),
            "postcode": _of_place(population, place, "postcode"),
            "area": _of_place(population, place, "area"),
        }
    )
    _mistake(frame, population.girl[person], mistakes, rng)
    shouted = rng.random(len(frame)) < capitals
    for column in ("surname", "birth_surname", "given", "commune"):
        frame.loc[shouted, column] = [
            text.translate(ACCENTS).upper() for text in frame.loc[shouted, column]
        ]
    return frame


def as_text(days: Ints, style: str = "%d/%m/%Y") -> Texts:
    """Write day numbers as dates.

    Args:
        days: days since 1970-01-01.
        style: `strftime` form.

    Returns:
        The dates, one text each.
    """
    unique, place = np.unique(days, return_inverse=True)
    texts = pd.DatetimeIndex(unique.astype("datetime64[D]")).strftime(style)
    return np.asarray(texts, dtype=str)[place]


def _of_place(population: Population, place: Ints, name: str) -> NDArray[np.object_]:
    texts = [getattr(p, name) or "" for p in population.places]
    return np.array(texts, dtype=object)[place]


def _mistake(
    frame: pd.DataFrame, girl: Flags, shares: Mistakes, rng: np.random.Generator
) -> None:
    n = len(frame)

    def struck(share: float) -> Ints:
        return np.flatnonzero(rng.random(n) < share)

    at = struck(shares.surname_typo)
    both = frame.loc[at, "surname"] == frame.loc[at, "birth_surname"]
    wrong = [_typo(text, rng) for text in frame.loc[at, "surname"]]
    frame.loc[at, "surname"] = wrong
    frame.loc[at[both], "birth_surname"] = np.array(wrong, object)[both.to_numpy()]
    at = struck(shares.given_typo)
    frame.loc[at, "given"] = [_typo(text, rng) for text in frame.loc[at, "given"]]
    at = struck(shares.more_given_names)
    frame.loc[at, "given"] += np.char.add(" ", given_names(rng, girl[at])).astype(
        object
    )
    at = struck(shares.double_surname)
    second = np.char.add(
        rng.choice(["-", " "], len(at)), rng.choice(surnames(), len(at))
    )
    for column in ("surname", "birth_surname"):
        frame.loc[at, column] += second.astype(object)
    at = struck(shares.fields_swapped)
    frame.loc[at, ["surname", "given"]] = frame.loc[at, ["given", "surname"]].to_numpy()
    at = struck(shares.stray_blank)
    frame.loc[at, "surname"] += rng.choice([" ", NBSP], len(at)).astype(object)
    at = struck(shares.first_of_january)
    frame.loc[at, "birth"] = ["01/01/" + text[6:] for text in frame.loc[at, "birth"]]
    at = struck(shares.day_month_swapped)
    frame.loc[at, "birth"] = [_swapped(text) for text in frame.loc[at, "birth"]]
    frame.loc[struck(shares.no_birth_date), "birth"] = ""
    frame.loc[struck(shares.sex_missing), "sex"] = ""


def _typo(text: str, rng: np.random.Generator) -> str:
    """Change one letter after the first: substitute, drop, double or swap."""
    at = int(rng.integers(1, len(text) - 1))
    kind = int(rng.integers(4))
    if kind == 0:
        return text[:at] + str(rng.choice(LETTERS)) + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _swapped(text: str) -> str:
    day, month, year = text.split("/")
    return f"{month}/{day}/{year}" if int(day) <= 12 else text
