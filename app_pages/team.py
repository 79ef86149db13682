"""« Équipe »: how many young people each accompanies, who waits, several given at once.

For planning: lines by name, never by size, and nothing compares two colleagues.
"""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.caseload_cards import told
from app_pages.components import formats, notices, tables
from app_pages.components.words import _, keyed, named, plain, same_language
from app_pages.visit import Visit
from config.failure import Failure
from parcours.caseload.team import (
    Held,
    Reassigned,
    Team,
    list_held,
    read_team,
    reassign,
    take_back_reassignment,
)
from parcours.caseload.workload import Workload


DONE, TAKEN_BACK = "reassigned", "taken_back"
WAITING = ""  # in the place of a login: whom nobody at work accompanies
LAST = "last_reassignment"
TICKED = "take_"
TEAM = "team"


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Équipe"), anchor=False)
    team = read_team(visit.context)
    st.markdown(_answer(team))
    _told(visit, team)
    tables.table(
        (
            _("Référent"),
            _("Jeunes"),
            _("Sans contact depuis plus de trois mois"),
            _("Étape passée"),
        ),
        [_line(visit, one) for one in team.referents],
        alt=_("Jeunes accompagnés par chaque référent, par nom"),
    )
    st.caption(
        _(
            "Ces nombres servent à répartir le travail. Ils sont rangés par nom et ne "
            "comparent personne : un petit portefeuille peut demander plus de temps "
            "qu’un grand."
        )
    )
    _reassigning(visit, team)


def _answer(team: Team) -> str:
    held = _said(
        sum(one.n_people for one in team.referents),
        _("Aucun accompagnement en cours"),
        _("**{n}** accompagnement en cours"),
        _("**{n}** accompagnements en cours"),
    )
    left = _said(
        team.n_left,
        _("personne à réaffecter après un départ"),
        _("**{n}** jeune à réaffecter après un départ"),
        _("**{n}** jeunes à réaffecter après un départ"),
    )
    free = _said(
        team.n_free,
        _("personne sans référent parmi les jeunes rencontrés depuis un an"),
        _("**{n}** rencontré depuis un an et sans référent"),
        _("**{n}** rencontrés depuis un an et sans référent"),
        is_counted=team.is_counted,
    )
    return _("{held} ; {left}, {free}.").format(held=held, left=left, free=free)


def _said(n: int, none: str, one: str, more: str, *, is_counted: bool = True) -> str:
    """Write how many in words that hold for none, one or more."""
    if n == 0:
        return none
    return (one if n == 1 else more).format(n=_at_least(n, is_counted))


def _at_least(n: int, is_counted: bool) -> str:
    """Write a number, or that there are more."""
    return (
        formats.whole(n) if is_counted else _("plus de {n}").format(n=formats.whole(n))
    )


def _line(visit: Visit, one: Workload) -> tuple[str, ...]:
    return (
        plain(_name(visit, one)),
        formats.whole(one.n_people),
        formats.whole(one.n_long),
        formats.whole(one.n_overdue),
    )


def _name(visit: Visit, one: Workload) -> str:
    if one.display_name:
        return one.display_name
    role = named(dict(visit.context.policy.roles[one.role].labels))
    return _("{login} ({role})").format(login=one.login, role=role)


def _told(visit: Visit, team: Team) -> None:
    """Say what was done, with its way back."""
    done = st.session_state.get(LAST)
    said = st.session_state.get(steps.SAID, ("", ""))[0]
    names = {one.login: _name(visit, one) for one in team.referents}
    texts = {TAKEN_BACK: _("Annulé : tout est comme avant.")}
    if done is not None:
        n, login = done[0].n, done[1]
        text = _("Fait : {n} jeune confié à {name}.")
        if n > 1:
            text = _("Fait : {n} jeunes confiés à {name}.")
        texts[DONE] = text.format(n=n, name=plain(names.get(login, login)))
    steps.tell(TEAM, texts)
    if said == DONE and done is not None:
        answer = same_language(partial(_take_back, visit, done[0]))
        st.button(_("Annuler"), key="undo_reassign", on_click=answer)


def _reassigning(visit: Visit, team: Team) -> None:
    st.header(_("Confier des jeunes à un collègue"), anchor=False)
    if not team.referents:
        notices.nothing(_("Votre structure n’a encore aucun référent."))
        return
    names = {one.login: _name(visit, one) for one in team.referents}
    n_waiting = _at_least(team.n_left + team.n_free, team.is_counted)
    waiting = _("Sans référent ({n})").format(n=n_waiting)
    sources = {WAITING: waiting, **names}
    source = st.selectbox(
        _("Jeunes de"),
        sources,
        index=None,  # whose initials are read is asked first; none are to count by
        placeholder=_("Choisir une liste"),
        format_func=sources.__getitem__,
        key=keyed("source"),
        on_change=_untick,  # what was ticked was of another list
    )
    if source is None:
        st.caption(_("Les jeunes de la liste choisie s’affichent ici, à cocher."))
        return
    try:
        held = list_held(visit.context, desk=visit.desk, login=source or None)
    except Failure as refusal:
        notices.refused(refusal)
        return
    if not held.cards:
        notices.nothing(_("Aucun jeune ici."))
        return
    takers = {login: name for login, name in names.items() if login != source}
    if not takers:
        notices.nothing(
            _("Personne d’autre ne peut accompagner ces jeunes."),
            _("L’administrateur ouvre les comptes des référents."),
        )
        return
    _choose(visit, held, source=source, takers=takers)


def _choose(visit: Visit, held: Held, *, source: str, takers: dict[str, str]) -> None:
    if held.n > len(held.cards):
        text = _("Les {n} premiers sur {total}.")
        total = _at_least(held.n, held.is_counted)
        st.caption(text.format(n=len(held.cards), total=total))
    with st.container(key="chosen"):
        people = [card.person for card in held.cards]
        tick = partial(_tick_all, people)
        st.checkbox(_("Tous ceux de cette liste"), key="tick_all", on_change=tick)
        chosen = [
            card.person
            for card in held.cards
            if st.checkbox(told(card, visit), key=f"{TICKED}{card.person}")
        ]
    taker = st.selectbox(
        _("Confier à"), takers, format_func=takers.__getitem__, key=keyed("taker")
    )
    words = _("Confier {n} jeune") if len(chosen) == 1 else _("Confier {n} jeunes")
    if not chosen:
        words = _("Confier les jeunes cochés")
    act = partial(_reassign, visit, chosen, login=taker, former=source or None)
    st.button(
        words.format(n=len(chosen)),
        key="reassign",
        type="primary",
        disabled=not chosen,
        on_click=same_language(act),
    )
    if not chosen:
        st.caption(_("Cochez d’abord un jeune au moins."))
    st.caption(_afterwards(visit))


def _afterwards(visit: Visit) -> str:
    """Say what the former referent still may, as the rules of the territory have it."""
    scope = visit.context.policy.grant("case_worker", "people.read_path")
    if scope == "own_caseload":
        return _(
            "L’ancien référent lit encore la fiche pendant 30 jours, sans y écrire. "
            "Un collègue parti ne la lit plus."
        )
    return _(
        "L’ancien référent garde l’accès de tout collègue de la structure. Un collègue "
        "parti, dont le compte est fermé, n’en a plus aucun."
    )


def _tick_all(people: list[str]) -> None:
    for person in people:
        st.session_state[f"{TICKED}{person}"] = st.session_state["tick_all"]


def _untick() -> None:
    for key in list(st.session_state):
        if str(key).startswith(TICKED):
            del st.session_state[key]
    st.session_state["tick_all"] = False


def _reassign(
    visit: Visit, persons: list[str], *, login: str, former: str | None
) -> None:
    def work() -> tuple[str, str]:
        done = reassign(visit.context, persons=persons, login=login, former=former)
        st.session_state[LAST] = (done, login)
        _untick()
        return DONE, TEAM

    steps.run(work)


def _take_back(visit: Visit, done: Reassigned) -> None:
    def work() -> tuple[str, str]:
        take_back_reassignment(visit.context, done=done)
        return TAKEN_BACK, TEAM

    steps.run(work)
