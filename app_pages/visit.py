"""Who is here and what a screen may use: handed to every page, held by none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from cohorts.charts.look import Look
from parcours.access.context import Context
from parcours.intake.reception import Reception


PERSON = "person"  # key of the chosen young person's pseudonym
GOING = "going"  # key of the screen that the next run leaves for
OWN_ACCOUNT = "own_account"  # module of the page of one's own account
SCREEN = "screen"  # key of the screen that the last run drew
ARRIVED = "arrived"  # key of whether this run came from another screen


def open_page_of(person: str) -> None:
    """Ask, as the answer to a click, for a young person's page.

    The next run goes there before it draws anything: a caseload that is being left is
    not read once more.

    Args:
        person: pseudonym.
    """
    st.session_state[PERSON] = person
    st.session_state[GOING] = "person"


def note_screen(module: str) -> None:
    """Note which screen a run draws: what one of them just told does not outlive it.

    Args:
        module: its module.
    """
    st.session_state[ARRIVED] = st.session_state.get(SCREEN) != module
    st.session_state[SCREEN] = module


@dataclass(frozen=True)
class Visit:
    """One run of one page for one signed-in person.

    Attributes:
        context: what operations need.
        desk: handed on to the operations that may hold it; pages never call it.
        folder: the territory's folder, for operations that read extracts.
        look: colours of the charts on this page.
        go: leaves for another screen, named by its module.
        reception: files in hand and loads under way, of every account.
        is_here: tells whether the session still counts, for a part of a page that
            redraws itself without an operation.
        prove: takes the password and the code once more; raises a Failure where they
            are refused.
    """

    context: Context
    desk: Any
    folder: Path
    look: Look
    go: Callable[[str], None]
    reception: Reception
    is_here: Callable[[], bool]
    prove: Callable[[str, str], None]

    @property
    def today(self) -> date:
        """The civil day of the territory."""
        return self.context.today()

    def day_of(self, at: datetime) -> date:
        """Give the civil day of an instant.

        Args:
            at: with its time zone.

        Returns:
            The day in the territory.
        """
        return at.astimezone(ZoneInfo(self.context.time_zone)).date()

    def may(self, operation: str) -> bool:
        """Tell whether the role was granted an operation, to hide what it was not.

        Args:
            operation: its name in `config/access.yaml`.

        Returns:
            Whether the policy grants it; the operation still decides.
        """
        role = self.context.principal.role
        return self.context.policy.grant(role, operation) is not None

    def must_prove(self, operation: str) -> bool:
        """Tell whether an operation would ask for the password once more.

        Args:
            operation: its name in `config/access.yaml`.

        Returns:
            Whether the page is to ask first; the operation still decides.
        """
        return self.context.policy.must_prove(
            operation,
            proved_at=self.context.principal.proved_at,
            now=self.context.now(),
        )

    @property
    def lacks_factor(self) -> bool:
        """Whether nothing but the own account is open, for want of a second factor."""
        me = self.context.principal
        return self.context.policy.roles[me.role].needs_factor and not me.with_factor
