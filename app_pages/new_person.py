"""« Nouvelle fiche jeune »: what is known of a young person, typed once.

What is typed here is an identity: unsaved, it is kept in no draft, and the page asks
before it is left (`components.leaving`).
"""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages.components import notices
from app_pages.components.words import _, keyed
from app_pages.visit import PERSON, Visit
from config.failure import Failure
from parcours.people.creation import (
    NewPerson,
    PartialDate,
    create_person,
    works_without_names,
)


EARLIEST_AGE, LATEST_AGE = 10, 31
MONTHS = 12


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Nouvelle fiche jeune"), anchor=False)
    nameless = works_without_names(visit.context)
    st.markdown(_why(nameless=nameless))
    slots: dict[str, DeltaGenerator] = {}
    new = _without_names(visit, slots) if nameless else _fields(visit, slots)
    if st.button(_("Ouvrir la fiche"), type="primary", key="new_person_save"):
        _save(visit, new, slots)


def _fields(visit: Visit, slots: dict[str, DeltaGenerator]) -> NewPerson:
    """Draw the fields, and an empty place under each for its refusal.

    They ask for no new run, and are drawn line by line, so that the keyboard and a
    telephone meet them in the order in which one reads.
    """
    left, right = st.columns(2)
    birth_name = _typed(left, _("Nom de naissance"), "birth_name", slots)
    given_names = _typed(right, _("Prénoms"), "given_names", slots)
    left, right = st.columns(2)
    usage_name = _typed(left, _("Nom d’usage, s’il diffère"), "usage_name", slots)
    sex = _sex(right)
    birth_date = _birth_date(visit)
    slots["birth_date"] = st.empty()
    left, right = st.columns(2)
    commune = _typed(left, _("Commune"), "commune", slots)
    postcode = _typed(right, _("Code postal"), "postcode", slots, most=5)
    code = _code(slots, _("Il suffit à lui seul, sans nom."))
    return NewPerson(
        birth_name=birth_name,
        usage_name=usage_name,
        given_names=given_names,
        birth_date=birth_date,
        sex=sex,
        commune=commune,
        postcode=postcode,
        code=code,
    )


def _why(*, nameless: bool) -> str:
    if nameless:
        return _(
            "Votre structure travaille sous anonymat : ni nom ni adresse ne sont "
            "demandés ni gardés. Le code que vous donnez à ce jeune suffit, et lui "
            "seul permet de retrouver sa fiche."
        )
    return _(
        "Un nom et un prénom, ou le code de votre structure, suffisent. L’identité "
        "est chiffrée et séparée du parcours ; chaque consultation est inscrite au "
        "journal."
    )


def _without_names(visit: Visit, slots: dict[str, DeltaGenerator]) -> NewPerson:
    """Draw what work under anonymity may keep: a code, and what counts need."""
    code = _code(slots, _("Ni nom, ni initiales : un numéro ou un mot convenu."))
    sex = _sex(st)
    st.markdown(_("L’âge, si vous le connaissez :"))
    birth_date = _birth_date(visit)
    slots["birth_date"] = st.empty()
    return NewPerson(code=code, sex=sex, birth_date=birth_date)


def _sex(place: Any) -> str | None:
    sexes = {"": _("Non renseigné"), "F": _("Fille"), "M": _("Garçon")}
    sex: str = place.selectbox(
        _("Sexe"),
        sexes,
        format_func=sexes.__getitem__,
        key=keyed("new_sex"),
        on_change="ignore",
    )
    return sex or None


def _code(slots: dict[str, DeltaGenerator], why: str) -> str | None:
    code = st.text_input(
        _("Code de votre structure"),
        key="new_code",
        max_chars=40,
        help=why,
        on_change="ignore",
    )
    slots["code"] = st.empty()
    return code.strip() or None


def _typed(
    place: DeltaGenerator,
    label: str,
    name: str,
    slots: dict[str, DeltaGenerator],
    *,
    most: int = 80,
) -> str | None:
    text = place.text_input(
        label, key=f"new_{name}", max_chars=most, on_change="ignore"
    )
    slots[name] = place.empty()
    return text.strip() or None


def _birth_date(visit: Visit) -> PartialDate | None:
    """Ask for as much of the date of birth as is known, the year first."""
    year_place, month_place, day_place = st.columns(3)
    this = visit.today.year
    unknown = _("Inconnu")
    year = year_place.selectbox(
        _("Année de naissance"),
        [0, *range(this - EARLIEST_AGE, this - LATEST_AGE, -1)],
        format_func=lambda n: str(n) if n else unknown,
        key=keyed("new_year"),
        on_change="ignore",
    )
    month = month_place.selectbox(
        _("Mois"),
        range(MONTHS + 1),
        format_func=lambda n: f"{n:02}" if n else unknown,
        key=keyed("new_month"),
        on_change="ignore",
    )
    day = day_place.selectbox(
        _("Jour"),
        range(32),
        format_func=lambda n: f"{n:02}" if n else unknown,
        key=keyed("new_day"),
        on_change="ignore",
    )
    if not year:
        return None
    return PartialDate(year, month or None, (day or None) if month else None)


def _save(visit: Visit, new: NewPerson, slots: dict[str, DeltaGenerator]) -> None:
    try:
        person = create_person(visit.context, desk=visit.desk, new=new)
    except Failure as refusal:
        slot = slots.get(refusal.where.column or "")
        if slot is None:
            notices.refused(refusal)
            return
        with slot.container():
            notices.beside_field(refusal)
        return
    for key in [str(key) for key in st.session_state if str(key).startswith("new_")]:
        del st.session_state[key]
    st.session_state[PERSON] = person
    visit.go("person")
