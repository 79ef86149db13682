"""Young people as a list: a line each on a desk, a card each on a telephone."""

from collections.abc import Sequence
from types import MappingProxyType

import streamlit as st

from app_pages.alert_words import Alerts, few
from app_pages.components import formats, situations
from app_pages.components.words import _, plain
from app_pages.visit import Visit, open_page_of
from parcours.people.cards import PersonCard


BETWEEN = " \u2002 "
NONE: Alerts = MappingProxyType({})


def show_cards(
    visit: Visit, cards: Sequence[PersonCard], alerts: Alerts = NONE
) -> None:
    """Draw young people: all of a line, or of a card, opens the page.

    The button says all that its card shows, so that two young people with the same
    initials are told apart by ear as well.

    Args:
        visit: who is here.
        cards: whom.
        alerts: what is to be done, by young person.
    """
    with st.container(key="cards"):
        for card in cards:
            st.button(
                told(card, visit, alerts),
                key=f"open_{card.person}",
                width="stretch",
                on_click=open_page_of,
                args=(card.person,),
            )


def told(card: PersonCard, visit: Visit, alerts: Alerts = NONE) -> str:
    """Write what a card shows.

    Args:
        card: of one young person.
        visit: who is here.
        alerts: what is to be done, by young person.

    Returns:
        Markdown: initials, age, situation, last contact, next step, then what is to be
        done and whether others follow the young person.
    """
    words = visit.context.nomenclature
    mark = situations.mark(card.situation, words, look=visit.look)
    since = formats.since(card.since, today=visit.today)
    never = card.last_contact_on is None
    seen = formats.ago(card.last_contact_on, today=visit.today)
    met = _("Jamais vu") if never else _("Vu {ago}").format(ago=seen)
    parts = [
        f"**{plain(card.initials) if card.initials else _('Sans nom')}**",
        _whole(_age(card.age)),
        f"{mark} {since}".rstrip(),
        f":small[{_whole(met)}]",
        f":small[{_step(card, visit)}]",
    ]
    texts = few(visit, alerts.get(card.person, ()), but=card.next_step)
    parts += [f":small[**{text}**]" for text in texts]
    if card.elsewhere:
        parts.append(f":small[*{_whole(_('Aussi suivi ailleurs'))}*]")
    return BETWEEN.join(parts)


def _whole(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _age(age: int | None) -> str:
    return _("âge inconnu") if age is None else _("{n} ans").format(n=age)


def _step(card: PersonCard, visit: Visit) -> str:
    if not card.next_step:
        return _("Aucune étape prévue")
    on = card.next_step_on
    when = f", {formats.day(on)}" if on else ""
    late = f" **{_('passée')}**" if on is not None and on < visit.today else ""
    return _("Étape : {step}").format(step=plain(card.next_step) + when) + late
