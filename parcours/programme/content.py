"""What a contract, a call and an application tell, and the rules that need no table.

Pure but for the clock: values are frozen, codes are checked against lists given.
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from parcours.nomenclature import Nomenclature
from parcours.programme.budget import Line, require_lines
from parcours.programme.failures import (
    CodeTaken,
    DaysImpossible,
    TerritoryUnknown,
    TextRefused,
    WordUnknown,
)
from parcours.programme.settings import ProgrammeSettings
from pseudonymisation.identities.refusals import contains_nir


LONGEST_TITLE, LONGEST_TEXT = 120, 1500  # characters
OLDEST = 120  # completed years: actions are for any age
MOST_LINES = 60
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}\Z")


@dataclass(frozen=True)
class Partner:
    """Who does it together with the holder: an organisation, never a person."""

    name: str
    kind: str
    role: str


@dataclass(frozen=True)
class NewApplication:
    """What an application tells.

    Attributes:
        code: unique among all years; also the action's.
        call: code of the call.
        organisation: code of who holds the project.
        title: up to 120 characters.
        summary: in plain French, as the citizens' council reads it.
        objective: code of a level of the call's contract.
        pilot: institution that leads by its competence.
        themes: codes.
        axes: codes of the contract's cross-cutting level.
        places: codes of territories.
        audience: for whom.
        success: by what one will see that it worked.
        age_from: youngest, completed years; None = no limit.
        age_to: oldest, included.
        starts_on: first day.
        ends_on: last day, included.
        partners: organisations.
        lines: the budget.
    """

    code: str
    call: str
    organisation: str
    title: str
    summary: str = ""
    objective: str | None = None
    pilot: str | None = None
    themes: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    audience: str = ""
    success: str = ""
    age_from: int | None = None
    age_to: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    partners: tuple[Partner, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Tell whether it says all that an instruction needs."""
        return bool(self.title and self.summary and self.objective and self.themes)


def texts_of(told: NewApplication) -> dict[str, str]:
    """Give what an application says in free text, by field; lists as one text."""
    return {
        "title": told.title,
        "summary": told.summary,
        "audience": told.audience,
        "success": told.success,
        "partners": " ; ".join(one.name for one in told.partners),
        "budget": " ; ".join(
            part for one in told.lines for part in (one.label, one.line) if part
        ),
    }


def require_application(
    new: NewApplication, *, settings: ProgrammeSettings, nomenclature: Nomenclature
) -> None:
    """Refuse what an application cannot tell, whatever its state.

    Args:
        new: the application.
        settings: words of the programme.
        nomenclature: the territory's neighbourhoods.

    Raises:
        ProgrammeRefused: the class says why, and of which field.
    """
    require_code(new.code)
    require_text(new.title, "title", most=LONGEST_TITLE)
    for field in ("summary", "audience", "success"):
        require_text(getattr(new, field), field, is_optional=True)
    require_words(new.themes, settings.themes, "themes")
    if new.pilot is not None:
        require_words([new.pilot], settings.institutions, "pilot")
    require_places(new.places, nomenclature)
    require_period(new.starts_on, new.ends_on)
    _require_ages(new)
    for partner in new.partners:
        require_text(partner.name, "partners", most=LONGEST_TITLE)
        require_words([partner.kind], settings.partner_kinds, "partners")
        require_words([partner.role], settings.partner_roles, "partners")
    if len(new.lines) > MOST_LINES or len(new.partners) > MOST_LINES:
        raise WordUnknown("budget")
    for line in new.lines:
        require_text(line.label, "budget", most=LONGEST_TITLE)
        require_text(line.line or "", "budget", most=LONGEST_TITLE, is_optional=True)
    require_lines(new.lines, settings.funders)


def require_code(code: str) -> None:
    """Refuse what is no code.

    Args:
        code: letters, digits, `-` and `_`, 40 at most.

    Raises:
        CodeTaken: it is none.
    """
    if not _CODE.match(code):
        raise CodeTaken


def require_text(
    text: str, field: str, *, most: int = LONGEST_TEXT, is_optional: bool = False
) -> None:
    """Refuse a text that is missing, too long, or holds a national number.

    Args:
        text: as typed.
        field: the field at fault.
        most: characters.
        is_optional: it may be blank.

    Raises:
        TextRefused: it cannot be kept.
    """
    is_missing = not is_optional and not text.strip()
    if is_missing or len(text) > most or contains_nir(text):
        raise TextRefused(field, most=most)


def require_words(codes: Iterable[str], known: Container[str], field: str) -> None:
    """Refuse codes that a list does not hold.

    Args:
        codes: as chosen.
        known: the list.
        field: the field at fault.

    Raises:
        WordUnknown: one is not in it.
    """
    if any(code not in known for code in codes):
        raise WordUnknown(field)


def require_places(codes: Sequence[str], nomenclature: Nomenclature) -> None:
    """Refuse territories that are not on the list.

    Args:
        codes: of territories.
        nomenclature: the territory's words.

    Raises:
        TerritoryUnknown: one is not there.
    """
    if any(code not in nomenclature.territories for code in codes):
        raise TerritoryUnknown


def require_period(starts_on: date | None, ends_on: date | None) -> None:
    """Refuse a period that ends before it starts.

    Args:
        starts_on: first day, if known.
        ends_on: last day, if known.

    Raises:
        DaysImpossible: it does.
    """
    if starts_on and ends_on and ends_on < starts_on:
        raise DaysImpossible


def _require_ages(new: NewApplication) -> None:
    low, high = new.age_from or 0, OLDEST if new.age_to is None else new.age_to
    if not 0 <= low <= high <= OLDEST:
        raise WordUnknown("ages")
