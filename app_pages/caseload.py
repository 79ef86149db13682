"""« Mon portefeuille »: whom I accompany, who has not been seen for long, who next."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from app_pages.alert_words import Alerts
from app_pages.caseload_cards import show_cards
from app_pages.caseload_signals import answers, choices, headline
from app_pages.components import notices, situations
from app_pages.components.words import _, keyed
from app_pages.entry import to_entry
from app_pages.visit import Visit
from config.failure import Failure
from parcours.caseload.operations import read_caseload
from parcours.people.cards import PersonCard
from parcours.people.operations import MAX_FOUND, search_people
from parcours.reminders.alerts import read_alerts


ROWS = 25  # cards drawn at once
ORDERS: dict[str, Callable[[PersonCard], object]] = {
    "contact": lambda card: card.last_contact_on or date.min,
    "step": lambda card: card.next_step_on or date.max,
    "since": lambda card: card.since or date.min,
    "name": lambda card: (card.initials is None, card.initials or ""),
    "age": lambda card: card.birth_month or date.min,
}


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    _head(visit)
    cards = read_caseload(visit.context, desk=visit.desk)
    may_be_told = visit.may("reminders.of_caseload")
    alerts: Alerts = read_alerts(visit.context) if may_be_told else {}
    st.markdown(
        headline(cards, alerts, today=visit.today)
        if cards
        else _("Vous n’accompagnez encore aucun jeune ici.")
    )
    typed = st.text_input(
        _("Retrouver un jeune"),
        key="search",
        placeholder=_("Nom, date de naissance, code ou identifiant"),
        help=_(
            "Dans toute votre structure. Une partie du nom suffit, avec ou sans "
            "accents, même mal écrite ; ou une date de naissance comme 03/09/2008 ou "
            "3 septembre 2008."
        ),
    )
    if typed.strip():
        _found(visit, typed.strip(), alerts)
        return
    if not cards:
        notices.nothing(
            _("Votre portefeuille est vide."),
            _(
                "Retrouvez un jeune de votre structure ci-dessus, ou ouvrez une "
                "nouvelle fiche jeune."
            ),
        )
        return
    _list(visit, _ordered(_filtered(visit, cards, alerts)), alerts)


def _head(visit: Visit) -> None:
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        st.title(_("Mon portefeuille"), anchor=False, width="content")
        with st.container(horizontal=True, width="content", key="head_acts"):
            may = visit.may("people.create")
            if may and st.button(_("Nouvelle fiche jeune"), key="new_person"):
                visit.go("new_person")
            to_entry(visit)


def _found(visit: Visit, typed: str, alerts: Alerts) -> None:
    try:
        cards = search_people(visit.context, desk=visit.desk, text=typed)
    except Failure as refusal:
        notices.refused(refusal)
        return
    if not cards:
        notices.nothing(
            _("Aucun jeune de votre structure ne répond à cette recherche."),
            _("Essayez une partie du nom, ou ouvrez une nouvelle fiche jeune."),
        )
        _open_new(visit)
        return
    st.caption(_how_many(len(cards)))
    show_cards(visit, cards, alerts)


def _how_many(n: int) -> str:
    if n >= MAX_FOUND:
        text = _("Les {n} fiches les plus proches : précisez pour en voir d’autres.")
    else:
        text = _("{n} fiche trouvée") if n == 1 else _("{n} fiches trouvées")
    return text.format(n=n)


def _open_new(visit: Visit) -> None:
    """Offer the next step to those who may take it."""
    if visit.may("people.create") and st.button(
        _("Ouvrir une nouvelle fiche jeune"), key="to_new_person"
    ):
        visit.go("new_person")


def _filtered(
    visit: Visit, cards: list[PersonCard], alerts: Alerts
) -> list[PersonCard]:
    words = visit.context.nomenclature
    codes = sorted({card.situation for card in cards})
    with st.expander(_("Filtrer et trier")):
        left, right = st.columns(2)
        wanted = left.multiselect(
            _("Situation"),
            codes,
            format_func=lambda code: situations.name(code, words),
            placeholder=_("Toutes"),
            key=keyed("filter_situation"),
        )
        over = right.selectbox(
            _("Dernier contact"),
            (spans := _spans()),
            format_func=spans.__getitem__,
            key=keyed("filter_contact"),
        )
        step = left.selectbox(
            _("Étape suivante"),
            (steps := {"": _("Toutes"), "some": _("Prévue"), "none": _("Aucune")}),
            format_func=steps.__getitem__,
            key=keyed("filter_step"),
        )
        wanted_alert = right.selectbox(
            _("À faire"),
            (todo := choices()),
            format_func=todo.__getitem__,
            key=keyed("filter_alert"),
        )
        st.selectbox(
            _("Ranger par"),
            (orders := _orders()),
            format_func=orders.__getitem__,
            key=keyed("sort"),
        )
    return [
        card
        for card in cards
        if (not wanted or card.situation in wanted)
        and (not over or _days_since(card, visit.today) > over)
        and (not step or bool(card.next_step) == (step == "some"))
        and answers(alerts.get(card.person, ()), wanted_alert)
    ]


def _spans() -> dict[int, str]:
    return {
        0: _("Tous"),
        30: _("Il y a plus d’un mois"),
        90: _("Il y a plus de trois mois"),
        180: _("Il y a plus de six mois"),
    }


def _orders() -> dict[str, str]:
    return {
        "contact": _("Dernier contact, le plus ancien d’abord"),
        "step": _("Étape suivante, la plus proche d’abord"),
        "since": _("Situation, la plus longue d’abord"),
        "name": _("Initiales"),
        "age": _("Âge, les plus âgés d’abord"),
    }


def _ordered(cards: list[PersonCard]) -> list[PersonCard]:
    chosen = str(st.session_state.get(keyed("sort")) or "contact")
    return sorted(cards, key=ORDERS[chosen])  # type: ignore[arg-type]


def _days_since(card: PersonCard, today: date) -> int:
    on = card.last_contact_on or card.followed_since
    return 10**6 if on is None else (today - on).days


def _list(visit: Visit, cards: list[PersonCard], alerts: Alerts) -> None:
    if not cards:
        notices.nothing(_("Aucun jeune du portefeuille ne répond à ces filtres."))
        return
    shown = st.session_state.get("rows_shown", ROWS)
    show_cards(visit, cards[:shown], alerts)
    if len(cards) > shown:
        text = _("Afficher la suite ({n} jeunes)").format(n=len(cards) - shown)
        st.button(text, key="more_rows", on_click=_more, args=(shown,))


def _more(shown: int) -> None:
    st.session_state["rows_shown"] = shown + ROWS
