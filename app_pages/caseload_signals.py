"""What the caseload calls attention to: its reminders, counted and filtered.

The rules, thresholds and words are those of « À faire cette semaine »: `alerts.yaml`.
"""

from collections.abc import Sequence
from datetime import date

from app_pages.alert_words import Alerts
from app_pages.components.words import _
from app_pages.week_rows import groups
from parcours.people.cards import PersonCard
from parcours.reminders.due import Reminder


ALL, ANY = "", "any"
MAJORITY = "age_18"
TO_CALL = ("contacts", "steps")


def choices() -> dict[str, str]:
    """Name what the caseload may be narrowed to.

    Returns:
        Code → name: all, any reminder, then each subject of the week.
    """
    return {ALL: _("Tous les jeunes"), ANY: _("Un rappel au moins"), **groups()}


def answers(reminders: Sequence[Reminder], wanted: str) -> bool:
    """Tell whether a young person's reminders answer a choice.

    Args:
        reminders: of one young person.
        wanted: a key of `choices`.

    Returns:
        Whether they are kept.
    """
    if wanted in (ALL, ANY):
        return wanted == ALL or bool(reminders)
    return any(one.rule.group == wanted for one in reminders)


def headline(cards: Sequence[PersonCard], alerts: Alerts, *, today: date) -> str:
    """Say in one line what the week asks for.

    Args:
        cards: of the caseload, one or more.
        alerts: reminders by young person.
        today: the civil day.

    Returns:
        Markdown, what is late first; calm where nothing presses.
    """
    n, found = len(cards), list(alerts.values())
    call = sum(any(one.rule.group in TO_CALL for one in theirs) for theirs in found)
    every = [one for theirs in found for one in theirs]
    relays = sum(one.rule.group == "relays" for one in every)
    of_age = sum(one.rule.code == MAJORITY for one in every)
    whole = _("**{n} jeune**") if n == 1 else _("**{n} jeunes**")
    parts = [whole.format(n=n)]
    if late := sum(one.is_late(today=today) for one in every):
        one, more = _("**{n}** rappel en retard"), _("**{n}** rappels en retard")
        parts.append((one if late == 1 else more).format(n=late))
    if call:
        parts.append(_("**{n}** à contacter cette semaine").format(n=call))
    if relays:
        parts.append(_("**{n}** relais sans réponse").format(n=relays))
    if of_age:
        one, more = _("**{n}** atteint 18 ans"), _("**{n}** atteignent 18 ans")
        parts.append((one if of_age == 1 else more).format(n=of_age))
    if len(parts) == 1:
        parts.append(_("rien ne presse cette semaine"))
    return " · ".join(parts)
