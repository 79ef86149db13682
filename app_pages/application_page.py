"""One application or action: what it tells, the opinions, the decision, and after."""

import streamlit as st

from app_pages import steps
from app_pages.application_acts import show_acts
from app_pages.application_follow_up import show_follow_up
from app_pages.components import formats, notices, tables
from app_pages.components.words import _, named, plain
from app_pages.programme_edit import said
from app_pages.programme_words import (
    close_application,
    euros,
    names,
    opinion_name,
    settings_of,
    state_name,
)
from app_pages.visit import Visit
from config.failure import Failure
from parcours.programme.amount_history import AmountView
from parcours.programme.applications import read_application
from parcours.programme.budget import EXPENSE, Line, granted, total
from parcours.programme.content import NewApplication
from parcours.programme.views import ApplicationView


def show_application(visit: Visit, code: str) -> None:
    """Draw the page of an application.

    Args:
        visit: who is here.
        code: of the application.
    """
    st.button(
        _("Retour à la liste"), key="application_back", on_click=close_application
    )
    try:
        found = read_application(visit.context, code=code)
    except Failure as refusal:
        notices.refused(refusal)
        return
    settings = settings_of(visit)
    st.title(plain(found.content.title), anchor=False)
    steps.tell(code, said())
    st.markdown(
        f"**{state_name(settings, found.state)}** · {plain(found.organisation_name)} · "
        f"{_money(found.content)}"
    )
    show_content(visit, found)
    show_opinions(visit, found)
    show_acts(visit, found)
    if found.action:
        show_follow_up(visit, found)
    _history(visit, found)


def _money(content: NewApplication) -> str:
    cost = euros(total(content.lines, EXPENSE))
    if all(line.granted_cents is None for line in content.lines):
        return _("coût {cost}").format(cost=cost)
    text = _("coût {cost}, accordé {granted}")
    return text.format(cost=cost, granted=euros(granted(content.lines)))


def show_content(visit: Visit, found: ApplicationView) -> None:
    """Draw what an application tells, in plain words, with its budget.

    Args:
        visit: who is here.
        found: the application.
    """
    content, settings = found.content, settings_of(visit)
    st.markdown(plain(content.summary) or _("Le résumé n’est pas encore écrit."))
    facts = [
        (_("Objectif"), plain(found.objective_name)),
        (_("Thèmes"), names(content.themes, settings.themes)),
        (
            _("Mené par compétence"),
            names((content.pilot,) if content.pilot else (), settings.institutions),
        ),
        (_("Quartiers"), names(content.places, visit.context.nomenclature.territories)),
        (_("Pour qui"), _audience(content)),
        (_("Dates"), _days(content)),
        (_("À quoi on verra que c’est réussi"), plain(content.success)),
        (_("Partenaires"), "; ".join(_partners(visit, content))),
    ]
    tables.table(
        (_("Demande"), ""),
        [(name, text) for name, text in facts if text],
        alt=_("Ce que dit la demande"),
    )
    if content.lines:
        st.markdown(f"**{_('Budget')}**")
        tables.table(
            (_("Ligne"), _("Demandé"), _("Accordé"), _("Dépensé")),
            [_line(visit, line) for line in content.lines],
            alt=_("Budget ligne par ligne"),
        )


def _audience(content: NewApplication) -> str:
    low, high = content.age_from, content.age_to
    ages = ""
    if low is not None and high is not None:
        ages = _("de {low} à {high} ans").format(low=low, high=high)
    elif low is not None:
        ages = _("à partir de {low} ans").format(low=low)
    elif high is not None:
        ages = _("jusqu’à {high} ans").format(high=high)
    return ", ".join(part for part in (plain(content.audience), ages) if part)


def _days(content: NewApplication) -> str:
    if content.starts_on is None and content.ends_on is None:
        return ""
    return f"{formats.day(content.starts_on)} – {formats.day(content.ends_on)}"


def _partners(visit: Visit, content: NewApplication) -> list[str]:
    settings = settings_of(visit)
    return [
        f"{plain(one.name)} ({named(settings.partner_kinds[one.kind].labels)}, "
        f"{named(settings.partner_roles[one.role].labels).lower()})"
        for one in content.partners
    ]


def _line(visit: Visit, line: Line) -> tuple[str, ...]:
    funder = settings_of(visit).funders.get(line.funder or "")
    side = _("Dépense") if line.side == EXPENSE else _("Recette")
    parts = [named(funder.labels) if funder else side, line.line or "", line.label]
    return (
        " · ".join(plain(part) for part in parts if part),
        euros(line.asked_cents),
        euros(line.granted_cents),
        euros(line.spent_cents),
    )


def show_opinions(visit: Visit, found: ApplicationView) -> None:
    """Draw the opinions beside the decision, then the council's questions.

    Args:
        visit: who is here.
        found: the application.
    """
    settings = settings_of(visit)
    rows = [
        (
            named(settings.bodies[one.body].labels),
            opinion_name(settings, one.opinion),
            plain(one.words),
            formats.day(one.on),
        )
        for one in found.opinions
    ]
    decided = [x for x in found.steps if x.target in ("funded", "refused", "postponed")]
    rows += [
        (
            _("Comité de pilotage"),
            state_name(settings, one.target),
            plain(one.reason),
            formats.day(one.on),
        )
        for one in decided
    ]
    st.header(_("Avis et décision"), anchor=False)
    if rows:
        tables.table(
            (_("Qui"), _("Avis ou décision"), _("En quelques mots"), _("Le")),
            rows,
            alt=_("Avis des institutions et du conseil citoyen, à côté de la décision"),
        )
    else:
        notices.nothing(_("Aucun avis n’est encore donné."))
    for one in found.questions:
        answer = one.answer and _("Réponse du {day} : {text}").format(
            day=formats.day(one.answered_on), text=plain(one.answer)
        )
        with st.container(border=True):
            st.markdown(
                f"**{_('Question du conseil citoyen')}** · {plain(one.question)}"
            )
            st.markdown(answer or _("Sans réponse à ce jour."))


def _history(visit: Visit, found: ApplicationView) -> None:
    settings, roles = settings_of(visit), visit.context.policy.roles
    with st.expander(_("Historique")):
        tables.table(
            (_("Le"), _("État"), _("Par"), _("Motif")),
            [
                (
                    formats.day(one.on),
                    state_name(settings, one.target),
                    named(dict(roles[one.role].labels)) if one.role in roles else "",
                    plain(one.reason),
                )
                for one in found.steps
            ],
            alt=_("États par lesquels la demande est passée"),
        )
        if found.amounts:
            st.markdown(f"**{_('Montants changés')}**")
            tables.table(
                (_("Le"), _("Montant"), _("Avant"), _("Après"), _("Par"), _("Motif")),
                [_amount(visit, one) for one in found.amounts],
                alt=_("Montants changés : qui, quand, pourquoi"),
            )


def _amount(visit: Visit, one: AmountView) -> tuple[str, ...]:
    change, roles = one.change, visit.context.policy.roles
    kinds = {"asked": _("demandé"), "granted": _("accordé"), "spent": _("dépensé")}
    funder = settings_of(visit).funders.get(change.funder or "")
    name = named(funder.labels) if funder else plain(change.label)
    role = named(dict(roles[one.role].labels)) if one.role in roles else ""
    is_named = one.by is not None and visit.may("programme.save_application")
    who = f"{plain(one.by or '')} ({role})" if is_named else role
    return (
        formats.day(one.on),
        f"{name}, {kinds[change.what]}",
        euros(change.before),
        euros(change.after),
        who,
        plain(one.reason),
    )
