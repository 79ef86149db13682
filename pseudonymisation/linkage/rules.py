"""`config/linkage.yaml` → how much each agreement weighs, and what follows from it.

A level of agreement weighs log2(m / u) bits: m, how often two records of one person
stand at it; u, how often two people do. Where two people agree by chance as often as
their value is common, u is the value's own frequency.

Source: Fellegi and Sunter (1969), JASA 64, 1183-1210; term frequencies: Newcombe et al.
(1959), Science 130, 954-959.
"""

from dataclasses import dataclass
from enum import IntEnum
from math import log2
from pathlib import Path

import config
from config.reading import Entry, read_yaml
from config.translation import _


class Surname(IntEnum):
    """How far family names agree."""

    MISSING = 0
    DIFFERENT = 1
    TWO_ERRORS = 2
    ONE_ERROR = 3
    SOUNDS_ALIKE = 4
    EXACT = 5


class Given(IntEnum):
    """How far first given names agree."""

    MISSING = 0
    DIFFERENT = 1
    RIVAL = 2  # near, and both in use: Lina, Léna; Marie, Marie-Lou
    FURTHER = 3  # the first of one is among the further ones of the other
    BEGINNING = 4  # one begins the other
    TWO_ERRORS = 5
    UNSURE_ERROR = 6  # one letter apart, and no name in use to tell
    ONE_ERROR = 7  # one typing error that makes no other name
    SHORT_FORM = 8  # Alex, Alexandre
    EXACT = 9


class Birth(IntEnum):
    """How far dates of birth agree."""

    MISSING = 0
    DIFFERENT = 1
    SAME_YEAR = 2  # one of the two is known by its year alone
    TWO_PARTS = 3  # two of day, month and year
    SLIP = 4  # one part off by one, two or ten
    TURNED = 5  # day and month exchanged
    EXACT = 6


class Binary(IntEnum):
    """How far a sex, a place or the further given names agree."""

    MISSING = 0
    DIFFERENT = 1
    SAME = 2


class Place(IntEnum):
    """How far two communes or two postcodes agree."""

    MISSING = 0
    DIFFERENT = 1
    NEAR = 2  # an error in writing apart
    SAME = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """Bits per level of one field.

    Attributes:
        bits: one per level, in the order of the field's enumeration.
        m_same: m of the best level, where its u is the value's frequency; else None.
        usual: chance that two people agree on the best level, values as they come.
        most: bits above which a rare value brings no more.
    """

    bits: tuple[float, ...]
    m_same: float | None
    usual: float
    most: float


@dataclass(frozen=True, slots=True)
class TwinRates:
    """How often two people alike in all but the given name are twins.

    Attributes:
        pairs_per_person: pairs of twins per person.
        same_sex: share of them that are of one sex.
        odds: where nothing but the given name parts two persons of one sex, how many
            are one person for each that is two: the one with fewer records has one,
            two, or more.
        sex_slips: for one pair of records of one person that agree on the sex, how
            many do not.
    """

    pairs_per_person: float
    same_sex: float
    odds: tuple[float, ...]
    sex_slips: float


@dataclass(frozen=True, slots=True)
class LinkageRules:
    """How identities are compared and decided.

    Attributes:
        surname: weights by `Surname`.
        given: weights by `Given`.
        birth: weights by `Birth`.
        sex: weights by `Binary`.
        place: weights by `Binary`.
        further: weights by `Binary`, of the further given names.
        prior_pairs: matching pairs per record, for the prior.
        least_population: records below which the prior is not raised further.
        same_bits: posterior from which two are the same.
        ask_bits: posterior from which a human is asked.
        largest_block: records sharing a key beyond which the key tells nothing.
        largest_person: records of one person beyond which nothing is added unasked.
        short_forms: pairs of given names of which one is short for the other.
        twins: how often two people alike in all but the given name are twins.
        vetoes_rest_below: expected false links per link, were all possible twins of a
            file linked, below which its vetoes rest.
        vetoes: whether what twins or cousins share never joins two unasked.
    """

    surname: Weights
    given: Weights
    birth: Weights
    sex: Weights
    place: Weights
    further: Weights
    prior_pairs: float
    least_population: int
    same_bits: float
    ask_bits: float
    largest_block: int
    largest_person: int
    short_forms: frozenset[tuple[str, str]]
    twins: TwinRates
    vetoes_rest_below: float
    vetoes: bool = True


def read_linkage_rules(path: Path | None = None) -> LinkageRules:
    """Read the rules.

    Args:
        path: the file; the product's own where None.

    Returns:
        The rules.

    Raises:
        ConfigurationRefused: it breaks a rule of form or content, at a line.
    """
    entry = read_yaml(path or Path(config.__file__).parent / "linkage.yaml")
    for key in ("version", "label", "source", "proposed", "valid_from", "valid_to"):
        entry.values.pop(key, None)
    levels = entry.entry("levels")
    decide = entry.entry("decide")
    rules = LinkageRules(
        surname=_weights(levels.entry("surname"), Surname),
        given=_weights(levels.entry("given_name"), Given),
        birth=_weights(levels.entry("birth_date"), Birth),
        sex=_weights(levels.entry("sex"), Binary),
        place=_weights(levels.entry("place"), Binary),
        further=_weights(levels.entry("further_given_names"), Binary),
        prior_pairs=decide.number("matching_pairs_per_record"),
        least_population=decide.integer("least_population"),
        same_bits=decide.number("same_from_bits"),
        ask_bits=decide.number("ask_from_bits"),
        largest_block=decide.integer("largest_block"),
        largest_person=decide.integer("largest_person"),
        short_forms=_short_forms(entry),
        vetoes_rest_below=decide.number("vetoes_rest_below"),
        twins=_twin_rates(entry.entry("twins")),
    )
    levels.finish()
    decide.finish()
    entry.finish()
    return rules


def _twin_rates(entry: Entry) -> TwinRates:
    odds = entry.entry("odds")
    by_records = ("one_record", "two_records", "more_records")
    found = TwinRates(
        pairs_per_person=_probability(entry, "pairs_per_person"),
        same_sex=_probability(entry, "same_sex"),
        odds=tuple(odds.number(key) for key in by_records),
        sex_slips=_probability(entry, "sex_slips"),
    )
    odds.finish()
    entry.finish()
    return found


def _weights(entry: Entry, kinds: type[IntEnum]) -> Weights:
    bits = [0.0]
    m_same, usual, most = None, 0.0, 0.0
    for level in list(kinds)[1:]:
        one = entry.entry(level.name.lower())
        m, u = _probability(one, "m"), _probability(one, "u")
        bits.append(log2(m / u))
        if one.has("most_bits"):
            m_same, usual, most = m, u, one.number("most_bits")
        one.finish()
    entry.finish()
    return Weights(tuple(bits), m_same, usual, most)


def _probability(entry: Entry, key: str) -> float:
    value = entry.number(key)
    if not 0 < value < 1:
        what = _("Une probabilité est entre 0 et 1, bornes exclues.")
        raise entry.refuse(what, key)
    return value


def _short_forms(entry: Entry) -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    table = entry.entry("short_forms")
    for short, names in table.items():
        for name in names:
            found.update({(short, name), (name, short)})
    return frozenset(found)
