"""« Fiche jeune »: where a young person stands, how they got there, what we did."""

from datetime import timedelta

import streamlit as st

from app_pages.alert_words import show_alerts
from app_pages.components import formats, notices, situations
from app_pages.components.side_by_side import field_name, said_by
from app_pages.components.words import _, plain
from app_pages.person_elsewhere import show_elsewhere
from app_pages.person_entries import show_entries
from app_pages.person_follow_up import show_follow_up
from app_pages.person_forms import show_forms, show_saved
from app_pages.person_goals import read_goals, show_goal_line, show_goals
from app_pages.person_links import show_links
from app_pages.person_named import of_code
from app_pages.person_profile import residence_said, show_home_and_school
from app_pages.person_relay import show_relay
from app_pages.person_rights import show_rights
from app_pages.person_rights_line import show_rights_line
from app_pages.person_timeline import show_timeline
from app_pages.visit import PERSON, Visit
from config.failure import Failure
from parcours.people.operations import read_disagreements, read_path, reveal_identity
from parcours.people.path_view import PathView
from parcours.people.visibility import FORMER_READS_DAYS


STALE_DAYS = 90
UNKNOWN = "inconnue"


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    person = st.session_state.get(PERSON)
    if person is None:
        st.title(_("Fiche jeune"), anchor=False)
        notices.nothing(
            _("Aucune fiche n’est ouverte."),
            _("Choisissez un jeune dans votre portefeuille."),
        )
        if st.button(_("Mon portefeuille"), key="to_caseload"):
            visit.go("caseload")
        return
    path = read_path(visit.context, person=person)
    if path.read_only:
        _for_a_former_referent(visit, path)
        return
    plan = read_goals(visit, path)
    _header(visit, path)
    show_alerts(visit, path.person)
    show_goal_line(visit, plan)
    show_rights_line(visit, path.person)
    show_saved(visit, path)
    show_timeline(visit, path)
    show_forms(visit, path)
    show_entries(visit, path.person)
    show_follow_up(visit, path.person)
    show_relay(visit, path)
    show_goals(visit, path, plan)
    show_home_and_school(visit, path)
    show_rights(visit, path.person)
    show_links(visit, path.person)


def _for_a_former_referent(visit: Visit, path: PathView) -> None:
    """Draw what may still be read, and nothing that would be refused."""
    _header(visit, path)
    notices.nothing(
        _("Vous n’êtes plus le référent de ce jeune : cette fiche se lit, sans plus."),
        _("Elle vous reste ouverte {n} jours après le relais.").format(
            n=FORMER_READS_DAYS
        ),
    )
    show_timeline(visit, path)


def _header(visit: Visit, path: PathView) -> None:
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    left.title(_headline(visit, path), anchor=False)
    if right.button(_("Voir l’identité"), key="reveal", width="stretch"):
        _show_identity(visit, path)
    st.markdown(_facts(visit, path))
    st.markdown(_verified(visit, path))
    show_elsewhere(path)


def _headline(visit: Visit, path: PathView) -> str:
    if not path.spells:
        return _("Parcours à écrire")
    now = path.spells[-1]
    name = situations.name(now.situation, visit.context.nomenclature)
    since = formats.since(now.starts_on, today=visit.today)
    return f"{name} {since}"


def _facts(visit: Visit, path: PathView) -> str:
    is_known = path.age is not None
    parts = [_("{n} ans").format(n=path.age) if is_known else _("âge inconnu")]
    parts.append(residence_said(visit, path))
    parts.append(of_code(path.person))
    return " · ".join(part for part in parts if part)


def _verified(visit: Visit, path: PathView) -> str:
    on = path.last_verified_on
    if on is None:
        return _("Aucune situation n’a encore été vérifiée.")
    text = _("Dernière vérification : {day} ({ago}).").format(
        day=formats.day(on), ago=formats.ago(on, today=visit.today)
    )
    is_unknown = bool(path.spells) and path.spells[-1].situation == UNKNOWN
    if is_unknown or (visit.today - on) > timedelta(days=STALE_DAYS):
        text += " **" + _("À recontacter ?") + "**"
    return text


def _show_identity(visit: Visit, path: PathView) -> None:
    """Show who it is in a window that closes; nothing of it is kept."""
    person = path.person

    @st.dialog(_("Identité"))
    def window() -> None:
        try:
            identity = reveal_identity(visit.context, desk=visit.desk, person=person)
        except Failure as refusal:
            notices.refused(refusal)
            return
        names = (identity.given_names, identity.usage_name or identity.birth_name)
        shown = " ".join(plain(name) for name in names if name)
        if not shown:
            st.markdown(_("Ce jeune est accompagné sous anonymat : aucun nom ici."))
            return
        st.markdown(f"**{shown}**")  # a heading shrinks in a window
        born = identity.birth_date
        parts = [] if born is None else [born.day, born.month, born.year]
        date = "/".join(f"{part:02}" for part in parts if part)
        rows = [
            (_("Nom de naissance"), identity.birth_name),
            (_("Naissance"), date),
            (_("Commune"), identity.commune),
        ]
        line = _("{head} : {text}")
        st.markdown(
            "  \n".join(
                line.format(head=head, text=plain(text)) for head, text in rows if text
            )
        )
        if not path.read_only:
            _disagreements(visit, person)
        st.caption(_("Cette consultation est inscrite au journal."))

    window()


def _disagreements(visit: Visit, person: str) -> None:
    """Say on what files contradict each other; none of them was corrected."""
    found = read_disagreements(visit.context, desk=visit.desk, person=person)
    if not found:
        return
    line = _("{field} : {said}")
    lines = []
    for one in found:
        ours = [(value, _("votre structure")) for value in one.own]
        theirs = [(value, _("une autre structure")) for value in one.others]
        lines.append(
            line.format(
                field=field_name(one.field),
                said=said_by(one.field, [*ours, *theirs]),
            )
        )
    with st.container(border=True, key="disagreements"):
        st.markdown(f"**{_('Les structures ne disent pas la même chose.')}**")
        st.markdown("  \n".join(lines))
        st.markdown(_("Tout est gardé. Demandez au jeune ce qui est juste."))
