"""What the names of a run share: their sounds, initials, beginnings and frequencies."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.identities.spelling import homophone
from pseudonymisation.linkage.columns import Columns, Listed, Numbers


Integers = NDArray[np.int64]
_BEGINNING = 3  # letters
_LETTERS = 32


@dataclass(frozen=True, slots=True, repr=False)
class Lexicon:
    """One entry per name of a run.

    Attributes:
        texts: the names.
        sound: number of the name's sound.
        initial: 0 to 31.
        beginning: number of the name's first three letters.
        as_surname: counted rows that bear it as a family name.
        as_given: counted rows that bear it as a first given name.
        places: counted rows per place, by place.
        communes: counted rows per commune, by place.
        rows: counted rows in all.
    """

    texts: Sequence[str]
    sound: Integers
    initial: Integers
    beginning: Integers
    as_surname: Integers
    as_given: Integers
    places: Integers
    communes: Integers
    rows: int

    def __repr__(self) -> str:
        return f"Lexicon({len(self.texts)} names)"


def lexicon_of(columns: Columns, counted: NDArray[np.bool_]) -> Lexicon:
    """Describe the names of a run.

    Args:
        columns: of its rows.
        counted: rows that are a fair sample of the population. Those who were looked
            up because they resemble others are none: their names would seem common.

    Returns:
        The lexicon.
    """
    texts = columns.texts
    sounds: Numbers[str] = Numbers()
    beginnings: Numbers[str] = Numbers()
    return Lexicon(
        texts=texts,
        sound=np.array([sounds.number(homophone(text)) for text in texts], np.int64),
        initial=np.array([ord(text[0]) % _LETTERS for text in texts], np.int64),
        beginning=np.array(
            [beginnings.number(text[:_BEGINNING]) for text in texts], np.int64
        ),
        as_surname=_counted(columns.surnames, counted, len(texts)),
        as_given=_counted(columns.given, counted, len(texts)),
        places=np.bincount(columns.place[counted], minlength=len(columns.places)),
        communes=np.bincount(columns.commune[counted], minlength=len(columns.places)),
        rows=int(counted.sum()),
    )


def _counted(listed: Listed, counted: NDArray[np.bool_], names: int) -> Integers:
    return np.bincount(listed.value[counted[listed.row]], minlength=names)
