"""A sheet that is safe on the kitchen table: only what the young person chose to show.

No name, no organisation, no situation, no kind of action: their objectives, their
steps, the days of what comes next. Words that name an organisation are not offered.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from config.numbers import day
from config.translation import current_language
from config.typography import _
from parcours.access.context import Context
from parcours.people.visibility import viewer, visible_facts
from parcours.printing.booklet import Words, plan
from parcours.printing.document import Paragraph, Part, Points, Section, Sheet
from parcours.record.models import Intervention, Organisation, Person
from parcours.rights.settings import read_rights


OPEN, PLANNED = "open", "planned"
SHORTEST_NAME = 3  # signs of a name that is looked for


@dataclass(frozen=True, repr=False)
class Offer:
    """What may be put on the sheet, for the young person to choose from.

    Attributes:
        words: objectives and steps that are open and name no organisation.
        appointments: days to come, with nothing said of them.
    """

    words: tuple[Words, ...]
    appointments: tuple[date, ...]

    def __repr__(self) -> str:
        return f"Offer({len(self.words)}, {len(self.appointments)})"

    def chosen(self, refs: Iterable[str], days: Iterable[date]) -> "Offer":
        """Keep what was chosen, of what was offered."""
        wanted, dated = set(refs), set(days)
        return Offer(
            tuple(one for one in self.words if one.ref in wanted),
            tuple(one for one in self.appointments if one in dated),
        )


def offer(context: Context, session: Session, person: Person) -> Offer:
    """Read what may be put on the sheet.

    Args:
        context: the running operation's context.
        session: a session of the record.
        person: a person within reach.

    Returns:
        The young person's own words and steps first.
    """
    looking, ids = viewer(context, session), [person.id or 0]
    goals, steps = plan(session, ids, looking)
    rows = session.exec(select(Organisation.name, Organisation.code))
    hidden = [*read_rights(context.config).not_at_home]
    hidden += [text for name, code in rows for text in (name, code.replace("_", " "))]
    still = [one for one in (*goals, *steps) if one.state == OPEN]
    quiet = [one for one in still if not names_any(one.text, hidden)]
    quiet.sort(key=lambda one: not one.own)
    to_come = {
        row.starts_on
        for _id, row in session.exec(visible_facts(Intervention, ids, looking))
        if row.state == PLANNED and row.starts_on >= looking.today
    }
    return Offer(tuple(quiet), tuple(sorted(to_come)))


def names_any(text: str, names: Iterable[str]) -> bool:
    """Tell whether a text says who helps, or where.

    Args:
        text: as it was typed.
        names: names and words.

    Returns:
        Whether one of them begins at a word of it, case and accents aside.

    >>> names_any("Passer à la Mission locale", ("mission locale",))
    True
    >>> names_any("Faire de l'exercice", ("cio",))
    False
    """
    folded = f" {_fold(text)} "
    return any(
        f" {_fold(name)}" in folded for name in names if len(name) >= SHORTEST_NAME
    )


def _fold(text: str) -> str:
    """Drop accents and case; signs become blanks."""
    apart = unicodedata.normalize("NFD", text.casefold())
    kept = (c for c in apart if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in kept)


def lay_out_at_home(chosen: Offer, *, made_on: date) -> Sheet:
    """Lay the sheet out: nothing in it, nor in its title, says where it comes from.

    Args:
        chosen: what the young person chose to show.
        made_on: day.

    Returns:
        One page.
    """
    parts: list[Section] = []
    wishes = tuple(one.text for one in chosen.words if not one.is_step)
    steps = tuple(_step(one) for one in chosen.words if one.is_step)
    if wishes:
        parts.append(Section(_("Ce que je veux"), (Points(wishes),)))
    if steps:
        parts.append(Section(_("Mes étapes"), (Points(steps),)))
    if chosen.appointments:
        days = tuple(day(one) for one in chosen.appointments)
        parts.append(Section(_("Mes dates"), (Points(days),)))
    if not parts:
        nothing: tuple[Part, ...] = (Paragraph(_("Rien d’écrit encore.")),)
        parts.append(Section(_("Ce que je veux"), nothing))
    return Sheet(
        title=_("Mes prochaines étapes"),
        subtitle="",
        language=current_language(),
        made_on=made_on,
        sections=tuple(parts),
    )


def _step(one: Words) -> str:
    if one.on is None:
        return one.text
    text = _("{text}, avant le {day}")
    return text.format(text=one.text, day=day(one.on))
