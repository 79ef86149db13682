"""What a card of the caseload calls attention to: facts of the follow-up, in a word.

They are read from the card alone, so that the list is drawn at once. The rules of the
week, with their thresholds and sources, are on « À faire cette semaine ».
"""

from collections.abc import Sequence
from datetime import date, timedelta

from app_pages.components import formats
from app_pages.components.words import _
from parcours.people.cards import PersonCard


LONG_AGO_DAYS = 90
SOON_DAYS = 7
NEWLY_DAYS = 30  # a hand-over is given a month to be answered
AGES = (16, 18, 25, 26)  # what a young person may ask for changes
CALL, STEP, RELAY, AGE, UNKNOWN = "call", "step", "relay", "age", "unknown"


def signals_of(card: PersonCard, *, today: date) -> tuple[str, ...]:
    """List what a card calls attention to.

    Args:
        card: of the caseload.
        today: the civil day.

    Returns:
        Some of CALL, STEP, RELAY, AGE, UNKNOWN, in that order.
    """
    met = card.last_contact_on or card.followed_since
    step = card.next_step_on
    found = {
        CALL: met is None or (today - met).days > LONG_AGO_DAYS,
        STEP: step is not None and step <= today + timedelta(days=SOON_DAYS),
        RELAY: _waits(card.relay_since, today),
        AGE: comes_of_age(card, today=today) is not None,
        UNKNOWN: card.situation == "inconnue",
    }
    return tuple(name for name, is_so in found.items() if is_so)


def _waits(since: date | None, today: date) -> bool:
    return since is not None and (today - since).days > NEWLY_DAYS


def comes_of_age(card: PersonCard, *, today: date) -> int | None:
    """Tell which age that changes something a young person reaches this month.

    Args:
        card: of the caseload; the month of birth is known, never the day.
        today: the civil day.

    Returns:
        16, 18, 25 or 26; None in any other month.
    """
    born = card.birth_month
    if born is None or born.month != today.month:
        return None
    age = today.year - born.year
    return age if age in AGES else None


def told_signals(card: PersonCard, *, today: date) -> list[str]:
    """Write what is not said by the card's other words.

    Args:
        card: of the caseload.
        today: the civil day.

    Returns:
        Short texts.
    """
    signals = signals_of(card, today=today)
    texts = []
    if CALL in signals:
        texts.append(_("À recontacter"))
    if RELAY in signals and card.relay_since is not None:
        lapse = formats.lapse((today - card.relay_since).days)
        texts.append(_("Relais sans nouvelle depuis {lapse}").format(lapse=lapse))
    age = comes_of_age(card, today=today)
    if age is not None:
        texts.append(_("{n} ans ce mois-ci").format(n=age))
    if card.elsewhere:
        texts.append(_("Aussi suivi ailleurs"))
    return texts


def headline(cards: Sequence[PersonCard], *, today: date) -> str:
    """Say in one line what the week asks for.

    Args:
        cards: of the caseload, one or more.
        today: the civil day.

    Returns:
        Markdown; calm where nothing presses.
    """
    n = len(cards)
    signals = [signals_of(card, today=today) for card in cards]
    call = sum(CALL in one or STEP in one for one in signals)
    relays = sum(RELAY in one for one in signals)
    of_age = sum(comes_of_age(card, today=today) == 18 for card in cards)
    whole = _("**{n} jeune**") if n == 1 else _("**{n} jeunes**")
    parts = [whole.format(n=n)]
    if call:
        parts.append(_("**{n}** à contacter cette semaine").format(n=call))
    if relays:
        text = _("**{n}** relais sans nouvelle")
        parts.append(text.format(n=relays))
    if of_age:
        one = _("**{n}** aura 18 ans ce mois-ci")
        text = one if of_age == 1 else _("**{n}** auront 18 ans ce mois-ci")
        parts.append(text.format(n=of_age))
    if len(parts) == 1:
        parts.append(_("rien ne presse cette semaine"))
    return " · ".join(parts)
