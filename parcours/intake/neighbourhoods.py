"""What a file says of a neighbourhood → the residence attribute, with its vintage.

Partners write Oui or Non, a name, a nickname, a code of 2015 (QP…) or of 2024 (QN…).
A code keeps its own vintage; a name takes the vintage in force on the day it dates.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from parcours.intake.cells import BLANK, Cell
from parcours.intake.words import WordMap, fold_word
from parcours.nomenclature import Territory


INSIDE, OUTSIDE = "inside", "outside"
_OFFICIAL = re.compile(r"(?:QP[0-9AB]{6}|QN[0-9AB]{5}[A-Z])\Z")
_VINTAGES = {"QP": 2015, "QN": 2024}


class Residence(NamedTuple):
    """A residence as told.

    Attributes:
        choices: one per vintage, newest first.
    """

    choices: tuple["Choice", ...]

    def on(self, day: date) -> tuple[str, int | None]:
        """Choose the vintage in force on a day.

        Args:
            day: the day that dates the residence.

        Returns:
            (official code, "inside" or "outside"; vintage or None).
        """
        for choice in self.choices:
            after = choice.valid_from is None or choice.valid_from <= day
            if after and (choice.valid_to is None or day < choice.valid_to):
                return choice.value, choice.vintage
        return self.choices[0].value, self.choices[0].vintage


class Choice(NamedTuple):
    """One vintage of a residence.

    Attributes:
        value: official code, "inside" or "outside".
        vintage: 2015, 2024 or None.
        valid_from: first day in force, None = always.
        valid_to: first day on which it no longer holds, None = never.
    """

    value: str
    vintage: int | None
    valid_from: date | None = None
    valid_to: date | None = None


class Neighbourhoods:
    """The names and codes of a territory's neighbourhoods.

    Args:
        territories: of the nomenclature.
        answers: word map of plain answers to `yes`, `no`.
    """

    def __init__(self, territories: Iterable[Territory], *, answers: WordMap) -> None:
        self._answers = answers
        self._by_name: dict[str, list[Choice]] = {}
        for territory in territories:
            self._add(territory)

    def _add(self, territory: Territory) -> None:
        is_qpv = territory.kind == "qpv"
        code = territory.code_official or territory.code
        choice = Choice(
            code if is_qpv else OUTSIDE,
            territory.vintage,
            territory.valid_from,
            territory.valid_to,
        )
        names = {*territory.labels.values(), *territory.aliases, territory.code, code}
        for name in {fold_word(name) for name in names}:
            self._by_name.setdefault(name, []).append(choice)

    def read(self, text: str) -> Cell:
        """Read one cell.

        Args:
            text: the cell, not blank.

        Returns:
            A cell holding a `Residence`, or the warning of an unknown name.
        """
        answer = self._answers.find(text)
        if answer in ("yes", "no"):
            value = INSIDE if answer == "yes" else OUTSIDE
            return Cell(Residence((Choice(value, None),)))
        if answer is not None:
            return BLANK
        known = self._by_name.get(fold_word(text))
        if known:
            newest = sorted(known, key=lambda choice: -(choice.vintage or 0))
            return Cell(Residence(tuple(newest)))
        code = text.upper().replace(" ", "")
        if _OFFICIAL.match(code):
            return Cell(Residence((Choice(code, _VINTAGES[code[:2]]),)))
        return Cell(warning="INTAKE-052")
