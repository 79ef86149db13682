"""« Contrat de ville »: from the contract to its levels, and down to its actions."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.application_page import show_application
from app_pages.components import formats, notices, tables
from app_pages.components.words import _, named, plain
from app_pages.programme_edit import said, show_edits
from app_pages.programme_list import show_list
from app_pages.programme_reach import show_contract_reach
from app_pages.programme_words import (
    AT,
    CONTRACT_AT,
    LEVEL_AT,
    euros,
    open_application,
    settings_of,
    state_name,
)
from app_pages.visit import Visit
from parcours.programme.aims import Aim, read_aims
from parcours.programme.applications import list_applications
from parcours.programme.contracts import ContractView, LevelView, read_contracts
from parcours.programme.views import ApplicationLine


PAGE = "programme"


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    if isinstance(st.session_state.get(AT), str):
        show_application(visit, st.session_state[AT])
        return
    contracts = read_contracts(visit.context)
    st.title(_("Contrat de ville"), anchor=False)
    steps.tell(PAGE, said())
    if not contracts:
        notices.nothing(
            _("Aucun contrat n’est encore inscrit."),
            _("Le chef de projet l’inscrit ci-dessous ; ses piliers peuvent changer."),
        )
        show_edits(visit, None, PAGE)
        return
    contract = _chosen(contracts)
    lines = [
        one for one in list_applications(visit.context) if one.contract == contract.code
    ]
    level = next(
        (x for x in contract.levels if x.code == st.session_state.get(LEVEL_AT)), None
    )
    if level is None:
        _show_contract(visit, contract, lines)
    else:
        _show_level(visit, contract, level, lines)


def _chosen(contracts: Sequence[ContractView]) -> ContractView:
    by_code = {one.code: one for one in contracts}
    if len(by_code) == 1:
        return contracts[0]
    kept = st.session_state.get(CONTRACT_AT)
    code = st.selectbox(
        _("Contrat"),
        list(by_code),
        index=list(by_code).index(kept) if kept in by_code else 0,
        format_func=lambda each: by_code[each].name,
        key="programme_which",
        on_change=_leave_level,
    )
    st.session_state[CONTRACT_AT] = code
    return by_code[code]


def _leave_level() -> None:
    st.session_state.pop(LEVEL_AT, None)


def _show_contract(
    visit: Visit, contract: ContractView, lines: list[ApplicationLine]
) -> None:
    settings = settings_of(visit)
    st.markdown(_answer(visit, lines))
    generation = settings.generations.get(contract.generation)
    st.caption(
        _("{name} · du {first} au {last}").format(
            name=named(generation.labels) if generation else plain(contract.name),
            first=formats.day(contract.starts_on),
            last=formats.day(contract.ends_on),
        )
    )
    show_contract_reach(visit, contract.code)
    tops = [one for one in contract.levels if one.parent is None]
    axes = {one.transversal for one in settings.generations.values()}
    st.header(_("Piliers et priorités"), anchor=False)
    _level_cards(visit, [x for x in tops if x.kind not in axes], lines)
    across = [plain(x.name) for x in tops if x.kind in axes]
    if across:
        st.caption(_("Axes transversaux : {names}.").format(names=", ".join(across)))
    _aims(visit, contract, None)
    _calls(contract, lines)
    show_list(visit, contract)
    show_edits(visit, contract, PAGE)


def _answer(visit: Visit, lines: list[ApplicationLine]) -> str:
    """Say in one sentence how many actions stand, for how much, and what waits."""
    states = settings_of(visit).states
    if not lines:
        return _("Aucune demande n’est encore inscrite pour ce contrat.")
    standing = [line for line in lines if states[line.state].funded]
    year = max(line.year for line in standing or lines)
    funded = [line for line in standing if line.year == year]
    over = ("withdrawn", "cancelled")
    waiting = [x for x in lines if not states[x.state].decided and x.state not in over]
    text = _(
        "En {year} : **{n}** actions financées pour **{granted}** accordés, "
        "**{waiting}** demandes à l’étude."
    )
    return text.format(
        year=year,
        n=formats.whole(len(funded)),
        granted=euros(sum(line.granted_cents or 0 for line in funded)),
        waiting=formats.whole(len(waiting)),
    )


def _level_cards(
    visit: Visit, levels: Sequence[LevelView], lines: list[ApplicationLine]
) -> None:
    states = settings_of(visit).states
    if not levels:
        notices.nothing(_("Aucun niveau n’est encore inscrit."))
        return
    with st.container(key="cards"):
        for level in levels:
            mine = [x for x in lines if level.code in (x.objective, x.pillar)]
            funded = [x for x in mine if states[x.state].funded]
            parts = [
                f"**{plain(level.name)}**",
                _("{n} actions").format(n=formats.whole(len(funded))),
                euros(sum(x.granted_cents or 0 for x in funded)),
            ]
            if not level.holds_on(visit.today):
                parts.append(_("plus en vigueur"))
            st.button(
                " \N{EN SPACE} ".join(parts),
                key=f"level_{level.code}",
                width="stretch",
                on_click=partial(_open_level, level.code),
            )


def _open_level(code: str | None) -> None:
    if code is None:
        _leave_level()
    else:
        st.session_state[LEVEL_AT] = code


def _show_level(
    visit: Visit,
    contract: ContractView,
    level: LevelView,
    lines: list[ApplicationLine],
) -> None:
    back = partial(_open_level, level.parent)
    above = next((x.name for x in contract.levels if x.code == level.parent), None)
    st.button(
        _("Retour : {name}").format(name=plain(above or contract.name)),
        key="level_back",
        on_click=back,
    )
    settings = settings_of(visit)
    st.header(plain(level.name), anchor=False)
    st.caption(named(settings.levels[level.kind].labels))
    mine = [one for one in lines if level.code in (one.objective, one.pillar)]
    st.markdown(_answer(visit, mine))
    under = [one for one in contract.levels if one.parent == level.code]
    if under:
        _level_cards(visit, under, lines)
    _aims(visit, contract, level.code)
    application_cards(visit, mine)


def application_cards(visit: Visit, lines: Sequence[ApplicationLine]) -> None:
    """List applications, each a button that opens it.

    Args:
        visit: who is here.
        lines: the applications.
    """
    if not lines:
        notices.nothing(_("Aucune demande ni action ici."))
        return
    settings = settings_of(visit)
    with st.container(key="application_cards"):
        for line in lines:
            amount = (
                line.cost_cents if line.granted_cents is None else line.granted_cents
            )
            parts = [
                f"**{plain(line.title)}**",
                plain(line.organisation),
                f"{line.year}",
                state_name(settings, line.state),
                euros(amount),
            ]
            if line.n_unanswered:
                text = _("{n} question sans réponse")
                parts.append(f"**{text.format(n=line.n_unanswered)}**")
            st.button(
                " \N{EN SPACE} ".join(parts),
                key=f"application_{line.code}",
                width="stretch",
                on_click=partial(open_application, line.code),
            )


def _aims(visit: Visit, contract: ContractView, level: str | None) -> None:
    aims = [
        one
        for one in read_aims(visit.context, contract=contract.code)
        if one.objective == level and one.action is None
    ]
    if aims:
        aims_table(aims)


def aims_table(aims: Sequence[Aim]) -> None:
    """Draw targets beside their baselines.

    Args:
        aims: the targets.
    """
    st.markdown(f"**{_('Cibles')}**")
    tables.table(
        (_("Cible"), _("Départ"), _("Visé"), _("Échéance"), _("Source")),
        [
            (
                plain(one.label),
                f"{formats.decimal(one.baseline)} {plain(one.unit)} "
                f"({formats.day(one.baseline_on)})",
                f"{formats.decimal(one.aim)} {plain(one.unit)}",
                formats.day(one.due_on),
                plain(one.source),
            )
            for one in aims
        ],
        alt=_("Cibles, avec leur valeur de départ"),
    )


def _calls(contract: ContractView, lines: list[ApplicationLine]) -> None:
    st.header(_("Appels à projets"), anchor=False)
    if not contract.calls:
        notices.nothing(_("Aucun appel à projets n’est encore ouvert."))
        return
    tables.table(
        (_("Appel"), _("Ouvert"), _("Clos"), _("Demandes")),
        [
            (
                plain(call.title),
                formats.day(call.opens_on),
                formats.day(call.closes_on),
                formats.whole(sum(line.call == call.code for line in lines)),
            )
            for call in contract.calls
        ],
        alt=_("Appels à projets du contrat"),
    )
