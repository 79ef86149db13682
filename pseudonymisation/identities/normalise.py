"""Identity rows → features that can be compared.

French names vary in known ways: particles written apart or not (El Amrani, Elamrani),
double names of which one half is used, a birth name and a name in use, several given
names of which the first counts, "Jean Luc" for "Jean-Luc". Each variant that means the
same becomes equal here; what may or may not mean the same is left to comparison.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.values import IdentityRow, PartialDate, Sex


SHORTEST_PART = 3  # letters of half a double name that may stand for the whole
_PARTICLES = """d de du des la le les l el al ben bel bin bou ou ait ould abd abdel
abdou van von der den da das do dos di del della mac mc o san santa saint sainte n m"""
PARTICLES = frozenset(_PARTICLES.split())
_STARTS = """jean marie anne pierre paul louis charles mohamed mohammed mohamad
muhammad mohammad mehmet fatima abd abdel abdoul"""
COMPOUND_STARTS = frozenset(_STARTS.split())
_TITLES = re.compile(r"^(?:mlle|mme|mr|m|monsieur|madame|mademoiselle)\.? (?=\S)")
_OTHER_NAME = re.compile(
    r" (?:epouse|epse|ep|nee|ne|veuve|vve|usage|dit|dite|alias) |,"
)


@dataclass(frozen=True, slots=True, repr=False)
class Features:
    """What a row says of a young person, in comparable form.

    Attributes:
        surnames: spellings of the family name, the first being the whole one.
        given: spellings of the first given name.
        further: the other given names.
        weak: a first part that may or may not be the whole ("jean" of "Jean Luc").
        birth: year, month, day; None where unknown.
        birth_full: whether `birth` names a day that is no placeholder.
        sex: "F", "M" or None.
        commune: plain letters.
        postcode: as given.
    """

    surnames: tuple[str, ...]
    given: tuple[str, ...]
    further: tuple[str, ...]
    weak: tuple[str, ...]
    birth: tuple[int, int | None, int | None] | None
    birth_full: bool
    sex: Sex | None
    commune: str
    postcode: str

    def __repr__(self) -> str:
        return "Features(…)"

    @property
    def day(self) -> str:
        """Write the full date of birth as eight digits, "" unless it is full."""
        if self.birth is None or not self.birth_full:
            return ""
        year, month, day = self.birth
        return f"{year:04d}{month or 0:02d}{day or 0:02d}"


def features(row: IdentityRow) -> Features:
    """Put a row in comparable form.

    Args:
        row: as read.

    Returns:
        Its features; empty tuples where a name is absent.
    """
    surnames = surname_spellings(row.birth_name, row.usage_name)
    return _features(row, surnames, *given_spellings(row.given_names))


def _features(
    row: IdentityRow,
    surnames: tuple[str, ...],
    given: tuple[str, ...],
    further: tuple[str, ...],
    weak: tuple[str, ...],
) -> Features:
    return Features(
        surnames=surnames,
        given=given,
        further=further,
        weak=weak,
        birth=_birth(row.birth_date),
        birth_full=row.birth_date is not None and row.birth_date.is_full,
        sex=row.sex,
        commune=plain_place(row.commune or ""),
        postcode=(row.postcode or "").strip(),
    )


class NameReader:
    """Reads rows, each spelling once: half of a file's names recur.

    It holds what it read; drop it with the run.
    """

    def __init__(self) -> None:
        self._surnames: dict[tuple[str | None, str | None], tuple[str, ...]] = {}
        self._given: dict[str | None, tuple[tuple[str, ...], ...]] = {}

    def __repr__(self) -> str:
        return "NameReader(…)"

    def features(self, row: IdentityRow) -> Features:
        """Put a row in comparable form; see `features`."""
        names = (row.birth_name, row.usage_name)
        surnames = self._surnames.get(names)
        if surnames is None:
            surnames = self._surnames[names] = surname_spellings(*names)
        given = self._given.get(row.given_names)
        if given is None:
            given = self._given[row.given_names] = given_spellings(row.given_names)
        return _features(row, surnames, *given)


@lru_cache(maxsize=4096)
def plain_place(commune: str) -> str:
    """Write the name of a commune in plain letters.

    Args:
        commune: as the source has it.

    Returns:
        Lower-case words.
    """
    return plain_letters(commune).replace("-", " ")


def surname_spellings(*names: str | None) -> tuple[str, ...]:
    """List the spellings under which a family name may be met.

    Args:
        names: birth name, name in use; None where absent.

    Returns:
        Whole names in order, then the halves of double names; no repeats.

    >>> surname_spellings("El Amrani", "Popescu-Picton")
    ('elamrani', 'popescupicton', 'popescu', 'picton')
    """
    whole: dict[str, None] = {}
    halves: dict[str, None] = {}
    for name in names:
        if not name:
            continue
        for written in _OTHER_NAME.split(plain_letters(name)):
            parts = _glued(written)
            if parts:
                whole["".join(parts)] = None
            if len(parts) > 1:
                halves.update(
                    dict.fromkeys(p for p in parts if len(p) >= SHORTEST_PART)
                )
    return tuple(whole | halves)


def _glued(written: str) -> list[str]:
    """Join particles to the word they belong to."""
    parts: list[str] = []
    waiting = ""
    for word in written.replace("-", " ").split():
        if word in PARTICLES or (waiting and not word):
            waiting += word
            continue
        parts.append(waiting + word)
        waiting = ""
    if waiting:
        parts.append(waiting)
    return parts


def given_spellings(
    text: str | None,
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Part given names into the first one, the others, and what is unsure.

    Args:
        text: given names in order, parted by commas or spaces; hyphens join.

    Returns:
        Spellings of the first; the others; unsure first parts.

    >>> given_spellings("Jean Luc")
    (('jeanluc',), (), ('jean',))
    >>> given_spellings("Hortense, Kenza")
    (('hortense',), ('kenza',), ())
    """
    plain = _TITLES.sub("", plain_letters(text or ""))
    listed = [part.strip(" -") for part in plain.split(",") if part.strip(" -")]
    if not listed:
        return (), (), ()
    words = listed[0].split()
    rest = [_joined(w) for part in listed[1:] for w in part.split()]
    if len(words) > 1 and words[0] in COMPOUND_STARTS:
        first = words[0] + _joined(words[1])
        others = [_joined(w) for w in words[2:]] + rest
        return (first,), _distinct(others), (words[0],)
    others = [_joined(w) for w in words[1:]] + rest
    halves = words[0].split("-")
    weak = (halves[0],) if len(halves) > 1 else ()
    return (_joined(words[0]),), _distinct(others), weak


def _joined(word: str) -> str:
    return word.replace("-", "")


def _distinct(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in words if w))


def _birth(value: PartialDate | None) -> tuple[int, int | None, int | None] | None:
    if value is None:
        return None
    if value.is_full:
        return value.year, value.month, value.day
    if value.day is not None:  # 1 January: a year written as a date
        return value.year, None, None
    return value.year, value.month, None
