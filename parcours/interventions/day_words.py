"""The words by which people name days, in French and English, folded."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType


_SPACES = re.compile(r"[\s,_\u2019']+")


def fold_day(text: str) -> str:
    """Fold a text as the words below are written.

    Args:
        text: any text.

    Returns:
        Lower case, without accents, apostrophes as spaces, no sign at its ends.

    >>> fold_day(" Aujourd’hui. ")
    'aujourd hui'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    folded = _SPACES.sub(" ", bare.replace("avant-hier", "avant hier"))
    folded = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", folded)
    folded = re.sub(r"(?<=[a-z])\.(?= |$)", "", folded)
    return folded.strip(" .;!?")


SIMPLE: Mapping[str, int] = MappingProxyType(
    {
        "aujourd hui": 0,
        "aujourdhui": 0,
        "auj": 0,
        "ce jour": 0,
        "ce matin": 0,
        "ce midi": 0,
        "cet apres midi": 0,
        "ce soir": 0,
        "today": 0,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
        "tonight": 0,
        "hier": -1,
        "hier matin": -1,
        "hier midi": -1,
        "hier apres midi": -1,
        "hier soir": -1,
        "yesterday": -1,
        "yesterday morning": -1,
        "yesterday evening": -1,
        "avant hier": -2,
        "the day before yesterday": -2,
        "day before yesterday": -2,
        "demain": 1,
        "demain matin": 1,
        "demain soir": 1,
        "tomorrow": 1,
        "tomorrow morning": 1,
        "apres demain": 2,
        "the day after tomorrow": 2,
        "day after tomorrow": 2,
    }
)
_NAMES = (
    ("lundi", "lun", "monday", "mon"),
    ("mardi", "mar", "tuesday", "tue", "tues"),
    ("mercredi", "mer", "wednesday", "wed"),
    ("jeudi", "jeu", "thursday", "thu", "thur", "thurs"),
    ("vendredi", "ven", "friday", "fri"),
    ("samedi", "sam", "saturday", "sat"),
    ("dimanche", "dim", "sunday", "sun"),
)
WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {name: day for day, names in enumerate(_NAMES) for name in names}
)
# « jui » and « ju » may be June or July: they are not here. « mar » after a number is
# March in both languages, alone it is Tuesday.
_MONTHS = (
    ("janvier", "janv", "jan", "january"),
    ("fevrier", "fevr", "fev", "february", "feb"),
    ("mars", "mar", "march"),
    ("avril", "avr", "april", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "juil", "july", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "sept", "sep", "september"),
    ("octobre", "oct", "october"),
    ("novembre", "nov", "november"),
    ("decembre", "dec", "december"),
)
MONTHS: Mapping[str, int] = MappingProxyType(
    {name: month for month, names in enumerate(_MONTHS, 1) for name in names}
)
_COUNTS = (
    ("un", "une", "one", "a"),
    ("deux", "two"),
    ("trois", "three"),
    ("quatre", "four"),
    ("cinq", "five"),
    ("six",),
    ("sept", "seven"),
    ("huit", "eight"),
    ("neuf", "nine"),
    ("dix", "ten"),
    ("onze", "eleven"),
    ("douze", "twelve"),
    ("treize", "thirteen"),
    ("quatorze", "fourteen"),
    ("quinze", "fifteen"),
)
NUMBERS: Mapping[str, int] = MappingProxyType(
    {name: n for n, names in enumerate(_COUNTS, 1) for name in names}
)
# Unit and shift of what is longer than a day.
PERIODS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "la semaine derniere": ("week", -1),
        "semaine derniere": ("week", -1),
        "la semaine passee": ("week", -1),
        "last week": ("week", -1),
        "cette semaine": ("week", 0),
        "this week": ("week", 0),
        "la semaine prochaine": ("week", 1),
        "semaine prochaine": ("week", 1),
        "next week": ("week", 1),
        "ce week end": ("weekend", 0),
        "this weekend": ("weekend", 0),
        "le week end dernier": ("weekend", -1),
        "last weekend": ("weekend", -1),
        "le mois dernier": ("month", -1),
        "le mois passe": ("month", -1),
        "last month": ("month", -1),
        "ce mois ci": ("month", 0),
        "ce mois": ("month", 0),
        "this month": ("month", 0),
        "le mois prochain": ("month", 1),
        "next month": ("month", 1),
    }
)
APPROXIMATE = frozenset(
    {
        "recemment",
        "bientot",
        "l autre jour",
        "recently",
        "soon",
        "the other day",
        "l an dernier",
        "l annee derniere",
        "last year",
    }
)
