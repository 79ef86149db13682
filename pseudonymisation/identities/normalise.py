"""Identity rows → features that can be compared.

French names vary in known ways: particles written apart or not (El Amrani, Elamrani),
double names of which one half is used, a birth name and a name in use, several given
names of which the first counts, "Jean Luc" for "Jean-Luc". Each variant that means the
same becomes equal here; what may or may not mean the same is left to comparison.
"""

import re
from dataclasses import dataclass

from pseudonymisation.identities.births import is_default
from pseudonymisation.identities.known_words import known_words
from pseudonymisation.identities.places import place_of
from pseudonymisation.identities.spelling import plain_letters, repair_encoding
from pseudonymisation.values import IdentityRow, PartialDate, Sex


SHORTEST_PART = 3  # letters of half a double name that may stand for the whole
SHORTEST_BARE = 4  # letters of a name that may be met without its particles
_PARTICLES = """d de du des da das do dos di del dell della dalla l la le les lo el al
ben bel bin ibn bou ou ait ould abd abdel abdou van von der den zu mac mc o san santa
saint sainte n m"""
PARTICLES = frozenset(_PARTICLES.split())
_SAINTS = frozenset(("san", "santa", "saint", "sainte"))  # Saint-Martin is no Martin
_STARTS = """jean marie anne pierre paul louis charles mohamed mohammed mohamad
muhammad mohammad mehmet fatima abd abdel abdoul"""
COMPOUND_STARTS = frozenset(_STARTS.split())
_ABRIDGED = {"st": "saint", "ste": "sainte"}
_TITLES = re.compile(
    r"^(?:(?:mlle|melle|mme|mr|monsieur|madame|mademoiselle)[ -]|m\. ?)(?=\S)"
)
_OTHER_NAME = re.compile(
    r"(?:(?<=[ ,])|^)(?:(?:epouse|epse|ep|nee|ne|veuve|vve|veuf|divorcee|div|dit|dite"
    r"|alias|ex|usage|nom dusage|dusage|nom marital|nom de (?:jeune fille|naissance))"
    r"(?: |$))+|,"
)
_CALLED = re.compile(r"(?:(?<=[ ,])|^)(?:dit|dite|alias|surnomme|surnommee) ")
_SET_APART = re.compile(r"[()\[\]{}\"«»“”„]")
_SERVANT = re.compile(r"\babd (?:el|al) ")
_ARTICLE = re.compile(r"\b(el|al) (?=\S)")
_SHORTEST_GIVEN = 2  # letters: one is an initial


@dataclass(frozen=True, slots=True, repr=False)
class Features:
    """What a row says of a young person, in comparable form.

    Attributes:
        surnames: spellings of the family name, the first being the whole one.
        bare: family names without their particles ("amrani" of "El Amrani").
        given: spellings of the first given name.
        further: the other given names.
        weak: a first part that may or may not be the whole ("jean" of "Jean Luc").
        birth: year, month, day; None where unknown.
        birth_full: whether `birth` names a day that is no placeholder.
        sex: "F", "M" or None.
        commune: plain words, without articles.
        postcode: five digits, "" where unknown.
    """

    surnames: tuple[str, ...]
    bare: tuple[str, ...]
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
    surnames = _surnames(row.birth_name, row.usage_name)
    return _features(row, surnames, given_spellings(row.given_names))


Spellings = tuple[tuple[str, ...], ...]


def _surnames(*names: str | None) -> Spellings:
    return surname_spellings(*names), bare_surnames(*names)


def _features(row: IdentityRow, surnames: Spellings, given: Spellings) -> Features:
    place = place_of(row.commune or "", row.postcode or "")
    birth = birth_parts(row.birth_date)
    return Features(
        surnames=surnames[0],
        bare=surnames[1],
        given=given[0],
        further=given[1],
        weak=given[2],
        birth=birth,
        birth_full=birth is not None and birth[2] is not None,
        sex=row.sex,
        commune=place.name,
        postcode=place.code,
    )


class NameReader:
    """Reads rows, each spelling once: half of a file's names recur.

    It holds what it read; drop it with the run.
    """

    def __init__(self) -> None:
        self._surnames: dict[tuple[str | None, str | None], Spellings] = {}
        self._given: dict[str | None, Spellings] = {}

    def __repr__(self) -> str:
        return "NameReader(…)"

    def features(self, row: IdentityRow) -> Features:
        """Put a row in comparable form; see `features`."""
        names = (row.birth_name, row.usage_name)
        surnames = self._surnames.get(names)
        if surnames is None:
            surnames = self._surnames[names] = _surnames(*names)
        given = self._given.get(row.given_names)
        if given is None:
            given = self._given[row.given_names] = given_spellings(row.given_names)
        return _features(row, surnames, given)


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
        for written in _names_in(name):
            parts = _glued(written)
            if parts and not _says_nothing("".join(parts)):
                whole["".join(parts)] = None
            if len(parts) > 1:
                halves.update(
                    dict.fromkeys(p for p in parts if len(p) >= SHORTEST_PART)
                )
    return tuple(whole | halves)


def bare_surnames(*names: str | None) -> tuple[str, ...]:
    """List the family names without their particles, where one word is left.

    They help to compare and to find; they are no part of what an identity is known
    again by (`TokenMaker.handle`, tombstones).

    Args:
        names: birth name, name in use; None where absent.

    Returns:
        Names in order, no repeats.

    >>> bare_surnames("El Amrani", "Saint-Martin")
    ('amrani',)
    """
    bare = (
        _without_particles(written)
        for name in names
        if name and not name.isalpha()
        for written in _names_in(name)
    )
    return tuple(dict.fromkeys(filter(None, bare)))


def _names_in(cell: str) -> list[str]:
    """Part a cell of family names: "Zz épouse Yy", "Zz (née Yy)", "Mme Zz"."""
    if cell.isascii() and cell.isalpha():
        plain = cell.lower()
        return [] if plain in known_words().unknown_names else [plain]
    plain = _untitled(cell)
    if " " not in plain and "," not in plain:
        return [] if plain in known_words().unknown_names else [plain]
    found = [part.strip(" -") for part in _OTHER_NAME.split(plain)]
    known = [part for part in found if part and not _says_nothing(part)]
    if not known and not any(map(_says_nothing, found)):  # a marker is all there is
        known = [plain.replace(",", " ")]
    return known


def _untitled(cell: str) -> str:
    """Write a cell in plain letters, without a title; brackets and quotes part."""
    text = _SET_APART.sub(",", repair_encoding(cell)).strip(" ,")
    if text[:2].lower() == "m." and len(text) > len("m."):
        text = text[2:]
    return _TITLES.sub("", plain_letters(text))


def _says_nothing(plain: str) -> bool:
    return " ".join(plain.replace("-", " ").split()) in known_words().unknown_names


def _without_particles(written: str) -> str:
    """Give the one word that its particles may be left out of, else ""."""
    words = written.replace("-", " ").split()
    own = [word for word in words if _ABRIDGED.get(word, word) not in PARTICLES]
    if len(words) == 1 or len(own) != 1 or len(own[0]) < SHORTEST_BARE:
        return ""
    return "" if _SAINTS & {_ABRIDGED.get(word, word) for word in words} else own[0]


def _glued(written: str) -> list[str]:
    """Join particles to the word they belong to."""
    parts: list[str] = []
    waiting = ""
    for written_word in written.replace("-", " ").split():
        word = _ABRIDGED.get(written_word, written_word)
        if word in PARTICLES:
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
        text: given names in order, parted by commas or spaces; hyphens join. What
            stands in brackets or quotes, or after "dit", is another name.

    Returns:
        Spellings of the first; the others; unsure first parts. An initial is no
        given name: "J., Marie" has an unknown first one and "marie".

    >>> given_spellings("Jean Luc")
    (('jeanluc',), (), ('jean',))
    >>> given_spellings("Hortense, Kenza")
    (('hortense',), ('kenza',), ())
    """
    plain = _CALLED.sub(",", _untitled(text or ""))
    listed = [part.strip(" -") for part in plain.split(",") if part.strip(" -")]
    if not listed or _says_nothing(listed[0]):
        return (), (), ()
    words = _given_words(listed[0])
    rest = [_joined(w) for part in listed[1:] for w in _given_words(part)]
    if len(words[0]) < _SHORTEST_GIVEN or _says_nothing(words[0]):
        return (), _distinct([*map(_joined, words[1:]), *rest]), ()
    if len(words) > 1 and words[0] in COMPOUND_STARTS:
        first = words[0] + _joined(words[1])
        others = [_joined(w) for w in words[2:]] + rest
        return (first,), _distinct(others), (words[0],)
    others = [_joined(w) for w in words[1:]] + rest
    halves = words[0].split("-")
    weak = (halves[0],) if len(halves) > 1 else ()
    return (_joined(words[0]),), _distinct(others), weak


def _given_words(written: str) -> list[str]:
    """Part given names, the Arabic article staying with what it belongs to."""
    return _ARTICLE.sub(r"\1", _SERVANT.sub("abdel ", written)).split()


def _joined(word: str) -> str:
    return word.replace("-", "")


def _distinct(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in words if len(w) >= _SHORTEST_GIVEN))


def birth_parts(
    value: PartialDate | None,
) -> tuple[int, int | None, int | None] | None:
    """Tell what a date of birth says: nothing, a year, a month or a day.

    Args:
        value: as read.

    Returns:
        Year, month, day; None where unknown, and for a date that software writes where
        it knows none (1900-01-01); 1 January of another year is a year alone.
    """
    if value is None:
        return None
    if value.month and value.day and is_default(value.year, value.month, value.day):
        return None
    if value.is_full:
        return value.year, value.month, value.day
    if value.day is not None:
        return value.year, None, None
    return value.year, value.month, None
