"""Two people changed one sheet: both versions are put together, nothing is lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from app_pages.components import formats
from app_pages.components.words import _, plain, same_language
from app_pages.sheets_state import Draft, opened, redrawn
from app_pages.sheets_words import hours, kind_name, person, short_day
from app_pages.visit import Visit
from parcours.access.failures import NotWithinReach
from parcours.people.cards import PersonCard
from parcours.worksites.merging import Difference, merge, with_theirs
from parcours.worksites.operations import read_sheet
from parcours.worksites.sheet import Count, NewSheet


def bring_together(visit: Visit, draft: Draft) -> None:
    """Put what is on the screen and what was saved meanwhile together.

    Args:
        visit: who is here.
        draft: the sheet that could not be saved.
    """
    mine = draft.content
    try:
        theirs = read_sheet(visit.context, ref=draft.ref)
    except NotWithinReach:  # withdrawn: saving again makes it count again
        redrawn(replace(draft, based_on=None, base=None, taken=-1), mine)
        return
    base = draft.base or NewSheet(mine.kind, mine.starts_on, mine.ends_on)
    merged = merge(base, mine, theirs.content)
    together = replace(
        draft,
        based_on=theirs.version,
        base=theirs.content,
        differences=merged.differences,
        taken=merged.taken or -1,
    )
    redrawn(together, merged.sheet)


def show(visit: Visit, draft: Draft, cards: Mapping[str, PersonCard]) -> None:
    """Say what somebody else changed, until the sheet is saved.

    Args:
        visit: who is here.
        draft: the sheet.
        cards: initials and age by pseudonym.
    """
    if not draft.taken and not draft.differences:
        return
    with st.container(border=True, key="sheet_conflict"):
        if draft.based_on is None:
            st.markdown(
                _(
                    "**Quelqu’un d’autre a retiré cette feuille entre-temps.** Votre "
                    "saisie est là : l’enregistrer la fait compter de nouveau."
                )
            )
            return
        st.markdown(
            _(
                "**Quelqu’un d’autre a enregistré cette feuille entre-temps.** Ses "
                "changements et les vôtres sont réunis ci-dessous ; relisez, puis "
                "enregistrez."
            )
        )
        if not draft.differences:
            return
        lines = [_difference(visit, each, cards) for each in draft.differences]
        st.markdown(_("Changé des deux côtés, votre valeur est gardée :"))
        st.markdown("\n".join(f"- {line}" for line in lines))
        st.button(
            _("Prendre plutôt les valeurs de l’autre"),
            key="sheet_take_theirs",
            on_click=same_language(_take_theirs),
        )


def _take_theirs() -> None:
    draft = opened()
    if draft is not None:
        content = with_theirs(draft.content, draft.differences)
        redrawn(replace(draft, differences=(), taken=-1), content)


def _difference(visit: Visit, each: Difference, cards: Mapping[str, PersonCard]) -> str:
    about = [person(each.person, cards.get(each.person))] if each.person else []
    about.append(short_day(each.on) if each.on else _field(each.field))
    text = _("{about} : vous {mine}, enregistré {theirs}")
    return text.format(
        about=", ".join(about),
        mine=_value(visit, each.field, each.mine),
        theirs=_value(visit, each.field, each.theirs),
    )


def _field(name: str) -> str:
    return {
        "kind": _("Action"),
        "title": _("Titre"),
        "place": _("Lieu"),
        "starts_on": _("Premier jour"),
        "ends_on": _("Dernier jour"),
        "contract": _("Contrat"),
        "employer": _("Employeur"),
        "cost_cents": _("Coût (euros)"),
        "action_id": _("Action financée"),
        "left": _("Parti avant la fin"),
        "parents_agreed": _("Accord parental"),
        "inspection_on": _("Inspection du travail"),
        "person": _("Présence sur la feuille"),
    }[name]


def _value(visit: Visit, field: str, value: object) -> str:
    if value is None or value == "":
        return _("rien")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, Count):
        return _("{n} participants").format(n=formats.whole(value.n))
    if field == "hours" and isinstance(value, float):
        return hours(value) if value else _("absent")
    if field == "kind":
        return kind_name(visit, str(value))
    if isinstance(value, date):
        return formats.day(value)
    if field == "cost_cents" and isinstance(value, int):
        return formats.decimal(value / 100, 2)
    return plain(str(value))
