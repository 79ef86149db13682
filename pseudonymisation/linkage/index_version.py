"""The rules that shape tokens and handles → a short name, another for other rules.

Two vaults whose tokens were made under one name can be searched with the same tokens;
after any change of the rules an index must be made again. The name is a stated number
and a digest of what the rules are made of (word lists, replacements, patterns, the
words of `config/identities.yaml`) and of what they make of invented young people, so
that a change is noticed even where nobody raised the number.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from itertools import product
from pathlib import Path
from types import ModuleType

from pseudonymisation.identities import known_words, normalise, places, spelling
from pseudonymisation.linkage import tokens
from pseudonymisation.values import IdentityRow, PartialDate


FORMAT = 3
"""Of tokens and handles: raised where the same fields give other digests."""
_SURNAMES = (
    ("Zzbrixmor", None),
    ("El Amrani", "Qwundé-Picton"),
    ("N’DIAYE-L'Œuf épouse Zwick", None),
    ("de la Zphaquette", "Van Cuckhem"),
    ("GaÃ«tanowitch", None),
    (None, "Ait Bou Yczech"),
)
_GIVEN = (
    "Léopoldine",
    "Jean Luc, Zoé",
    "Marie-Philippine",
    "Mme Youcef Killian",
    "Abd El Hakim",
    "Zq Wilfried;Théophile",
)
_BIRTHS = (PartialDate(2007, 3, 14), PartialDate(2008, 1, 1), PartialDate(2006), None)
_PLACES = (("Saint-Trifouilly", "99001"), ("L’Haÿ les Zz", None), (None, None))


def index_version() -> str:
    """Name the rules of this process, which are those that it read when it began.

    Asked at every admission: the rules are gone through once.

    Returns:
        The number, a dot, 16 hexadecimal digits.
    """
    return _read_once()


def name_rules() -> str:
    """Name the rules as they are now.

    Returns:
        The number, a dot, 16 hexadecimal digits.
    """
    state = blake2b(digest_size=8)
    words = _stable(known_words.known_words())
    for part in (*_constants(), *_files(), words, *_made()):
        state.update(part.encode() + b"\0")
    return f"{FORMAT}.{state.hexdigest()}"


_read_once = cache(name_rules)


def _constants() -> Iterator[str]:
    """Write the word lists, replacements and patterns of the rooms that shape names."""
    for module in (spelling, places, normalise):
        for name, value in sorted(vars(module).items()):
            if name.isupper() and not isinstance(value, ModuleType):
                yield f"{module.__name__}.{name}={_stable(value)}"


def _stable(value: object) -> str:
    """Write a constant in the same way in every process."""
    if isinstance(value, re.Pattern):
        return f"{value.pattern}/{value.flags}"
    if is_dataclass(value) and not isinstance(value, type):
        return ascii([(f.name, _stable(getattr(value, f.name))) for f in fields(value)])
    if isinstance(value, Mapping):
        pairs = ((_stable(key), _stable(one)) for key, one in value.items())
        return ascii(sorted(pairs))
    if isinstance(value, set | frozenset):
        return ascii(sorted(map(_stable, value)))
    if isinstance(value, tuple | list):
        return ascii([_stable(one) for one in value])
    return ascii(value)


def _files() -> Iterator[str]:
    """Digest the data files that lie beside the rules."""
    folder = Path(normalise.__file__).parent
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix not in (".py", ".pyc"):
            yield f"{path.name}={blake2b(path.read_bytes()).hexdigest()}"


def _made() -> Iterator[str]:
    """Write what the rules make of every kind of name, date and place."""
    for number, (names, given) in enumerate(product(_SURNAMES, _GIVEN)):
        row = _invented(number, names, given)
        yield tokens.shape(row, normalise.features(row))


def _invented(
    number: int, names: tuple[str | None, str | None], given: str
) -> IdentityRow:
    commune, postcode = _PLACES[number % len(_PLACES)]
    return IdentityRow(
        row=number,
        organisation="college",
        code=None,
        birth_name=names[0],
        usage_name=names[1],
        given_names=given,
        birth_date=_BIRTHS[number % len(_BIRTHS)],
        sex="F" if number % 2 else "M",
        commune=commune,
        postcode=postcode,
        may_link=True,
    )
