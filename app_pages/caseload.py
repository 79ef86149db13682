"""« Mon portefeuille »: whom I accompany, who has not been seen for long, who next."""

from datetime import date

import streamlit as st

from app_pages.components import formats, notices, situations
from app_pages.components.words import _, keyed, plain
from app_pages.visit import PERSON, Visit
from config.failure import Failure
from parcours.caseload.operations import read_caseload
from parcours.people.cards import PersonCard
from parcours.people.operations import search_people


ROWS = 25  # cards drawn at once
LONG_AGO_DAYS = 90
COMING_OF_AGE = 18
BETWEEN = " \u2002 "


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Mon portefeuille"), anchor=False)
    cards = read_caseload(visit.context, desk=visit.desk)
    st.markdown(_answer(cards, visit))
    typed = st.text_input(
        _("Retrouver un jeune"),
        key="search",
        placeholder=_("Nom, prénom ou identifiant de fiche"),
        help=_("Dans toute votre structure, avec ou sans accents."),
    )
    if typed.strip():
        _found(visit, typed.strip())
        return
    if not cards:
        notices.nothing(
            _("Votre portefeuille est vide."),
            _(
                "Retrouvez un jeune de votre structure ci-dessus, ou ouvrez une "
                "nouvelle fiche jeune."
            ),
        )
        _open_new(visit)
        return
    _list(visit, _filtered(visit, cards))


def _answer(cards: list[PersonCard], visit: Visit) -> str:
    late = sum(
        _days(card.last_contact_on or card.followed_since, visit.today) > LONG_AGO_DAYS
        for card in cards
    )
    text = _(
        "**{n} jeunes** accompagnés, dont **{late}** sans contact depuis plus de trois "
        "mois et **{unknown}** dont la situation est inconnue."
    )
    unknown = sum(card.situation == "inconnue" for card in cards)
    if not cards:
        return _("Vous n’accompagnez encore aucun jeune ici.")
    return text.format(n=len(cards), late=late, unknown=unknown)


def _days(on: date | None, today: date) -> int:
    return 10**6 if on is None else (today - on).days


def _found(visit: Visit, typed: str) -> None:
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
    found = _("{n} fiche trouvée") if len(cards) == 1 else _("{n} fiches trouvées")
    st.caption(found.format(n=len(cards)))
    _rows(visit, cards)


def _open_new(visit: Visit) -> None:
    """Offer the next step to those who may take it."""
    role = visit.context.principal.role
    may = visit.context.policy.grant(role, "people.create") is not None
    if may and st.button(_("Ouvrir une nouvelle fiche jeune"), key="to_new_person"):
        visit.go("new_person")


def _filtered(visit: Visit, cards: list[PersonCard]) -> list[PersonCard]:
    words = visit.context.nomenclature
    codes = sorted({card.situation for card in cards})
    left, middle, right = st.expander(_("Filtrer")).columns(3)
    wanted = left.multiselect(
        _("Situation"),
        codes,
        format_func=lambda code: situations.name(code, words),
        placeholder=_("Toutes"),
        key=keyed("filter_situation"),
    )
    spans = {
        0: _("Tous"),
        30: _("Il y a plus d’un mois"),
        90: _("Il y a plus de trois mois"),
        180: _("Il y a plus de six mois"),
    }
    over = middle.selectbox(
        _("Dernier contact"),
        spans,
        format_func=spans.__getitem__,
        key=keyed("filter_contact"),
    )
    steps = {"": _("Toutes"), "some": _("Prévue"), "none": _("Aucune")}
    step = right.selectbox(
        _("Étape suivante"),
        steps,
        format_func=steps.__getitem__,
        key=keyed("filter_step"),
    )
    return [
        card
        for card in cards
        if (not wanted or card.situation in wanted)
        and (
            not over
            or _days(card.last_contact_on or card.followed_since, visit.today) > over
        )
        and (not step or bool(card.next_step) == (step == "some"))
    ]


def _list(visit: Visit, cards: list[PersonCard]) -> None:
    if not cards:
        notices.nothing(_("Aucun jeune du portefeuille ne répond à ces filtres."))
        return
    shown = st.session_state.get("rows_shown", ROWS)
    _rows(visit, cards[:shown])
    if len(cards) > shown:
        text = _("Afficher la suite ({n} jeunes)").format(n=len(cards) - shown)
        st.button(text, key="more_rows", on_click=_more, args=(shown,))


def _more(shown: int) -> None:
    st.session_state["rows_shown"] = shown + ROWS


def _rows(visit: Visit, cards: list[PersonCard]) -> None:
    """One line each on a desk, one card each on a telephone: all of it opens the page.

    The button says all that its card shows, so that two young people with the same
    initials are told apart by ear as well.
    """
    with st.container(key="cards"):
        for card in cards:
            if st.button(
                _told(card, visit), key=f"open_{card.person}", width="stretch"
            ):
                st.session_state[PERSON] = card.person
                visit.go("person")


def _told(card: PersonCard, visit: Visit) -> str:
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
