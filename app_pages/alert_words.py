"""Reminders in a few words, for pages where they stand beside a young person."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app_pages.components import formats
from app_pages.components.words import _, named
from app_pages.visit import Visit
from app_pages.week_rows import groups, sentence, what_of
from parcours.reminders.alerts import read_alerts_of
from parcours.reminders.due import Reminder


Alerts = Mapping[str, Sequence[Reminder]]
SHOWN = 2  # on a card
TOLD = 4  # at the head of a page


def in_order(reminders: Sequence[Reminder]) -> list[Reminder]:
    """Put reminders in the order of the subjects, then of their days.

    Args:
        reminders: of one young person.

    Returns:
        The same: rights first, the information of the young person last.
    """
    subjects = list(groups())
    return sorted(
        reminders, key=lambda one: (subjects.index(one.rule.group), one.due.on)
    )


def short(visit: Visit, one: Reminder) -> str:
    """Write a reminder as the name of its rule, with its reason between brackets.

    Args:
        visit: who is here.
        one: the reminder.

    Returns:
        Markdown, as "Relais sans réponse (Mission locale, 3 sept. 2025)".
    """
    due, name = one.due, named(one.rule.labels)
    if one.rule.group == "ages":
        reasons = [formats.month(due.on)]
    else:
        reasons = [what_of(visit, one)] if due.what else []
        reasons += _days(visit, one)
    return f"{name} ({', '.join(reasons)})" if reasons else name


def _days(visit: Visit, one: Reminder) -> list[str]:
    """Say the day that a reminder turns on, and whether it is past or to come."""
    due, group = one.due, one.rule.group
    if group in ("information", "rights"):  # what counts is until when
        is_ahead = due.on >= visit.today
        text = _("au plus tard le {day}") if is_ahead else _("attendu le {day}")
        return [text.format(day=formats.day(due.on))]
    if due.since is None:
        return []
    is_event = group in ("steps", "worksites") or one.rule.measure == "after_action"
    text = _("le {day}") if is_event else _("depuis le {day}")
    return [text.format(day=formats.day(due.since))]


def few(visit: Visit, reminders: Sequence[Reminder], *, but: str | None) -> list[str]:
    """Write the first reminders of a young person, and how many more there are.

    Args:
        visit: who is here.
        reminders: of one young person.
        but: a step that is told beside them, not to be said twice.

    Returns:
        Short texts.
    """
    left = [one for one in in_order(reminders) if but is None or one.due.what != but]
    texts = [short(visit, one) for one in left[:SHOWN]]
    if len(left) > SHOWN:
        texts.append(_and_more(len(left) - SHOWN))
    return texts


def _and_more(n: int) -> str:
    return (_("et {n} autre") if n == 1 else _("et {n} autres")).format(n=n)


def show_alerts(visit: Visit, person: str) -> None:
    """Say at the head of a young person's page what is to be done.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    if not visit.may("reminders.of_person"):
        return
    found = in_order(read_alerts_of(visit.context, person=person))
    if not found:
        return
    lines = [f"- {sentence(visit, one)}" for one in found[:TOLD]]
    if len(found) > TOLD:
        lines.append(f"- {_and_more(len(found) - TOLD)}")
    with st.container(border=True, key="alerts"):
        st.markdown(f"**{_('À faire')}**\n" + "\n".join(lines))
