"""The form of an application: what it tells, its partners, its budget in two tables."""

from typing import Any

import streamlit as st

from app_pages.components.words import _, keyed, named
from app_pages.programme_edit import run, submitted
from app_pages.programme_words import CENTS, settings_of
from app_pages.visit import Visit
from parcours.access.organisations import read_organisations
from parcours.programme.applications import save_application
from parcours.programme.budget import EXPENSE, INCOME, Line
from parcours.programme.content import NewApplication, Partner
from parcours.programme.contracts import ContractView, read_contracts
from parcours.programme.views import ApplicationView


PAGE = "applications"
EMPTY_ROWS = 2


def show_form(visit: Visit, found: ApplicationView | None) -> None:
    """Draw the form of a new application, or of one to correct.

    Args:
        visit: who is here.
        found: the one to correct.
    """
    contracts = [one for one in read_contracts(visit.context) if one.calls]
    calls = {call.code: one for one in contracts for call in one.calls}
    if not calls:
        st.caption(_("Ouvrez d’abord un appel à projets, sur la page du contrat."))
        return
    held = found.content if found else None
    key = held.code if held else "new"
    call = st.selectbox(
        _("Appel à projets"),
        list(calls),
        index=list(calls).index(held.call) if held else 0,
        key=f"form_call_{key}",
    )
    with st.form(f"application_form_{key}", border=False):
        new = _fields(visit, held, calls[call], call, key)
        if submitted(
            _("Enregistrer la demande"), form=f"application_form_{key}", is_primary=True
        ):
            run(
                lambda c: save_application(
                    visit.context,
                    code=new.code,
                    new=new,
                    based_on=found.version if found else None,
                    confirmed=c,
                ),
                key if found else PAGE,
                form=f"application_form_{key}",
            )


def _fields(
    visit: Visit,
    held: NewApplication | None,
    contract: ContractView,
    call: str,
    key: str,
) -> NewApplication:
    settings, words = settings_of(visit), visit.context.nomenclature
    old = held or NewApplication(code="", call=call, organisation="", title="")
    holders = {
        x.code: named(dict(x.labels)) for x in read_organisations(visit.context.config)
    }
    across = {one.transversal for one in settings.generations.values()}
    objectives = {x.code: x.name for x in contract.levels if x.kind not in across}
    axes = {x.code: x.name for x in contract.levels if x.kind in across}
    code = old.code or st.text_input(_("Code"), max_chars=40, key=f"form_code_{key}")
    title = st.text_input(_("Titre"), old.title, max_chars=120, key=f"form_title_{key}")
    summary = st.text_area(
        _("Résumé, tel que le conseil citoyen le lira"),
        old.summary,
        max_chars=1500,
        key=f"form_summary_{key}",
    )
    left, right = st.columns(2)
    with left:
        holder = _one(_("Porteur"), holders, old.organisation, f"holder_{key}")
        themes = st.multiselect(
            _("Thèmes"),
            list(settings.themes),
            list(old.themes),
            format_func=lambda each: named(settings.themes[each].labels),
            key=keyed(f"form_themes_{key}"),
        )
        places = st.multiselect(
            _("Quartiers et communes"),
            list(words.territories),
            list(old.places),
            format_func=lambda each: named(words.territories[each].labels),
            key=keyed(f"form_places_{key}"),
        )
        low = st.number_input(_("Âge, de"), 0, 120, old.age_from, key=f"form_low_{key}")
        first = st.date_input(
            _("Premier jour"),
            old.starts_on,
            format="DD/MM/YYYY",
            key=f"form_from_{key}",
        )
    with right:
        objective = _one(_("Objectif"), objectives, old.objective, f"objective_{key}")
        pilot = _one(
            _("Mené par compétence"),
            {c: named(x.labels) for c, x in settings.institutions.items()},
            old.pilot,
            f"pilot_{key}",
        )
        chosen = st.multiselect(
            _("Axes transversaux"),
            list(axes),
            [one for one in old.axes if one in axes],
            format_func=axes.__getitem__,
            key=f"form_axes_{key}",
        )
        high = st.number_input(
            _("à (inclus)"), 0, 120, old.age_to, key=f"form_high_{key}"
        )
        last = st.date_input(
            _("Dernier jour"), old.ends_on, format="DD/MM/YYYY", key=f"form_to_{key}"
        )
    audience = st.text_input(
        _("Pour qui"), old.audience, max_chars=300, key=f"form_audience_{key}"
    )
    success = st.text_input(
        _("À quoi on verra que c’est réussi"),
        old.success,
        max_chars=300,
        key=f"form_success_{key}",
    )
    return NewApplication(
        code=code,
        call=call,
        organisation=holder or "",
        title=title,
        summary=summary,
        objective=objective,
        pilot=pilot,
        themes=tuple(themes),
        axes=tuple(chosen),
        places=tuple(places),
        audience=audience,
        success=success,
        age_from=None if low is None else int(low),
        age_to=None if high is None else int(high),
        starts_on=first,
        ends_on=last,
        partners=_partners(visit, old, key),
        lines=_lines(visit, old, key),
    )


def _one(label: str, names: dict[str, str], held: str | None, key: str) -> str | None:
    codes = list(names)
    return st.selectbox(
        label,
        codes,
        index=codes.index(held) if held in names else None,
        format_func=names.__getitem__,
        key=keyed(f"form_{key}"),
        placeholder=_("À choisir"),
    )


def _partners(visit: Visit, old: NewApplication, key: str) -> tuple[Partner, ...]:
    settings = settings_of(visit)
    st.markdown(f"**{_('Partenaires, publics et privés')}**")
    found = []
    held: list[Partner | None] = [*old.partners, *[None] * EMPTY_ROWS]
    for number, one in enumerate(held):
        left, middle, right = st.columns(3)
        name = left.text_input(
            _("Partenaire {n}").format(n=number + 1),
            one.name if one else "",
            max_chars=120,
            key=f"form_partner_{number}_{key}",
        )
        with middle:
            kind = _one(
                _("Nature"),
                {c: named(x.labels) for c, x in settings.partner_kinds.items()},
                one.kind if one else "association",
                f"partner_kind_{number}_{key}",
            )
        with right:
            role = _one(
                _("Rôle"),
                {c: named(x.labels) for c, x in settings.partner_roles.items()},
                one.role if one else "support",
                f"partner_role_{number}_{key}",
            )
        if name.strip():
            found.append(Partner(name.strip(), kind or "", role or ""))
    return tuple(found)


def _lines(visit: Visit, old: NewApplication, key: str) -> tuple[Line, ...]:
    st.markdown(f"**{_('Dépenses')}**")
    costs = _side(visit, [x for x in old.lines if x.side == EXPENSE], EXPENSE, key)
    st.markdown(f"**{_('Recettes : qui est sollicité, pour combien')}**")
    income = _side(visit, [x for x in old.lines if x.side == INCOME], INCOME, key)
    st.caption(_("Les deux totaux doivent être égaux pour enregistrer."))
    return (*costs, *income)


def _side(visit: Visit, held: list[Line], side: str, key: str) -> list[Line]:
    funders = settings_of(visit).funders
    found = []
    rows: list[Line | None] = [*held, *[None] * EMPTY_ROWS]
    for number, one in enumerate(rows):
        name = f"{side}_{number}_{key}"
        left, middle, right = st.columns(3)
        label = left.text_input(
            _("Objet {n}").format(n=number + 1),
            one.label if one else "",
            max_chars=120,
            key=f"form_label_{name}",
        )
        amount: Any = right.number_input(
            _("Montant (€)"),
            min_value=0.0,
            value=one.asked_cents / CENTS if one else 0.0,
            step=100.0,
            key=f"form_amount_{name}",
        )
        funder = line = None
        if side == INCOME:
            with middle:
                funder = _one(
                    _("Financeur"),
                    {c: named(x.labels) for c, x in funders.items()},
                    one.funder if one else None,
                    f"funder_{name}",
                )
            line = one.line if one else _only_line(visit, funder)
        if amount:
            text = label.strip() or (_("Subvention") if funder else _("Dépenses"))
            found.append(Line(side, text, round(amount * CENTS), funder, line))
    return found


def _only_line(visit: Visit, funder: str | None) -> str | None:
    """Give the budget line of a funder that has just one."""
    known = settings_of(visit).funders.get(funder or "")
    return known.lines[0] if known and len(known.lines) == 1 else None
