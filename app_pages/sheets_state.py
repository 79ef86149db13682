"""The sheet being filled in: it stays through runs and other pages, without a name."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from parcours.worksites.merging import Difference
from parcours.worksites.operations import SheetView
from parcours.worksites.sheet import NewSheet, Participant


DRAFT, SAVED, TURN = "sheet_draft", "sheet_saved", "sheet_taken_up"
TURNS = 1_000  # more than any sheet is drawn anew


@dataclass(frozen=True)
class Draft:
    """A sheet on the screen.

    Attributes:
        ref: chosen once, so that a save repeated saves once.
        based_on: version that was read, None for a new sheet.
        base: what that version told.
        content: what is on the screen.
        start: what the present grid was drawn from.
        turn: how many times the grid was drawn anew.
        differences: what somebody else changed too, to be looked at.
        taken: how many of their changes were taken over.
    """

    ref: str
    based_on: int | None
    base: NewSheet | None
    content: NewSheet
    start: NewSheet
    turn: int = 0
    differences: tuple[Difference, ...] = ()
    taken: int = 0

    @property
    def is_changed(self) -> bool:
        """Tell whether something on it is not saved."""
        return self.content != self.base


@dataclass(frozen=True)
class SavedNote:
    """What was just done with a sheet; the words follow the language.

    Attributes:
        ref: the sheet.
        what: saved | undone | withdrawn.
        version: version that may be taken back, None where there is none.
    """

    ref: str
    what: str
    version: int | None = None


def opened() -> Draft | None:
    """Give the sheet on the screen."""
    draft = st.session_state.get(DRAFT)
    return draft if isinstance(draft, Draft) else None


def keep(draft: Draft) -> None:
    """Keep what is on the screen.

    Args:
        draft: the sheet.
    """
    st.session_state[DRAFT] = draft


def redrawn(draft: Draft, content: NewSheet) -> Draft:
    """Give a draft whose fields are drawn anew from other contents.

    Args:
        draft: the sheet.
        content: what its fields are to hold.

    Returns:
        The draft, kept already.
    """
    fresh = replace(draft, content=content, start=content, turn=draft.turn + 1)
    keep(fresh)
    return fresh


def begin(kind: str, on: date, people: Iterable[str] = ()) -> None:
    """Open a new sheet.

    Args:
        kind: code in the nomenclature of interventions.
        on: its first day.
        people: pseudonyms already chosen.
    """
    blank = NewSheet(kind, on, on, people=tuple(Participant(who) for who in people))
    keep(Draft(secrets.token_hex(8), None, None, blank, blank))


def open_saved(view: SheetView) -> None:
    """Open a sheet of the record.

    Args:
        view: as it was read.
    """
    content = view.content
    keep(Draft(view.ref, view.version, content, content, content))


def take_up(draft: Draft) -> None:
    """Put a sheet that was left unsaved back on the screen, its fields drawn anew.

    Args:
        draft: as it was left.
    """
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    keep(replace(draft, turn=st.session_state[TURN] * TURNS))


def close() -> None:
    """Leave the sheet on the screen."""
    st.session_state.pop(DRAFT, None)
