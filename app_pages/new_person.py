"""« Nouvelle fiche jeune »: what is known of a young person, typed once."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_pages.components import notices
from app_pages.components.words import _, keyed
from app_pages.visit import PERSON, Visit
from config.failure import Failure
from parcours.people.creation import NewPerson, PartialDate, create_person


EARLIEST_AGE, LATEST_AGE = 10, 31
MONTHS = 12


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Nouvelle fiche jeune"), anchor=False)
    st.markdown(
        _(
            "Un nom et un prénom, ou le code de votre structure, suffisent. L’identité "
            "est chiffrée et séparée du parcours ; chaque consultation est inscrite au "
            "journal."
        )
    )
    with st.form("new_person", border=False, enter_to_submit=False):
        slots: dict[str, DeltaGenerator] = {}
        new = _fields(visit, slots)
        asked = st.form_submit_button(
            _("Ouvrir la fiche"), type="primary", key="new_person_save"
        )
        if asked:
            _save(visit, new, slots)


def _fields(visit: Visit, slots: dict[str, DeltaGenerator]) -> NewPerson:
    """Draw the fields, and an empty place under each for its refusal."""
    left, right = st.columns(2)
    birth_name = left.text_input(
        _("Nom de naissance"), key="new_birth_name", max_chars=80
    )
    slots["birth_name"] = left.empty()
    usage_name = right.text_input(
        _("Nom d’usage, s’il diffère"), key="new_usage_name", max_chars=80
    )
    slots["usage_name"] = right.empty()
    given_names = left.text_input(_("Prénoms"), key="new_given", max_chars=80)
    slots["given_names"] = left.empty()
    sexes = {"": _("Non renseigné"), "F": _("Fille"), "M": _("Garçon")}
    sex = right.selectbox(
        _("Sexe"), sexes, format_func=sexes.__getitem__, key=keyed("new_sex")
    )
    birth_date = _birth_date(visit)
    slots["birth_date"] = st.empty()
    left, right = st.columns(2)
    commune = left.text_input(_("Commune"), key="new_commune", max_chars=80)
    slots["commune"] = left.empty()
    postcode = right.text_input(_("Code postal"), key="new_postcode", max_chars=5)
    slots["postcode"] = right.empty()
    code = st.text_input(
        _("Code de votre structure"),
        key="new_code",
        max_chars=40,
        help=_("Il suffit à lui seul quand vous travaillez sous anonymat."),
    )
    slots["code"] = st.empty()
    return NewPerson(
        birth_name=birth_name.strip() or None,
        usage_name=usage_name.strip() or None,
        given_names=given_names.strip() or None,
        birth_date=birth_date,
        sex=sex or None,
        commune=commune.strip() or None,
        postcode=postcode.strip() or None,
        code=code.strip() or None,
    )


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
    )
    month = month_place.selectbox(
        _("Mois"),
        range(MONTHS + 1),
        format_func=lambda n: f"{n:02}" if n else unknown,
        key=keyed("new_month"),
    )
    day = day_place.selectbox(
        _("Jour"),
        range(32),
        format_func=lambda n: f"{n:02}" if n else unknown,
        key=keyed("new_day"),
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
