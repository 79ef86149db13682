"""Where a young person lives, their school, their diploma: dated, with their history.

A home that began under the former list of priority neighbourhoods is asked in both
lists at once: their areas are not the same, though their names may be.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from app_pages import person_saved
from app_pages.components import formats, notices, tables
from app_pages.components.words import _, keyed, named, plain, same_language, typeset
from app_pages.entry_drafts import Field, Place, keeper, look_once, offer, saved
from app_pages.entry_drafts import start as begin_with
from app_pages.person_contradiction import tell_contradiction
from app_pages.person_saved import Done
from app_pages.visit import Visit
from parcours.nomenclature import Territory
from parcours.people.attributes import (
    COMMUNE,
    DIPLOMA,
    HOW,
    OUTSIDE,
    RESIDENCE,
    SCHOOL,
    NewAttribute,
    neighbourhoods,
    read_attributes,
    record_attribute,
    vintage_changes,
    withdraw_attribute,
)
from parcours.people.held import (
    AttributeView,
    contradictions,
    held_on,
    told_once,
)
from parcours.people.path_view import PathView


SECTION, BOX = "home", "home_box"


def residence_said(visit: Visit, path: PathView) -> str:
    """Say in the head of the page where the young person lives.

    Args:
        visit: who is here.
        path: the young person.

    Returns:
        Markdown.
    """
    if path.residence_qpv is None:
        return _("résidence inconnue")
    if path.residence_qpv == OUTSIDE:
        return _("hors quartier prioritaire")
    text = _("QPV {name}").format(name=_neighbourhood(visit, path.residence_qpv))
    if path.residence_since is None:
        return text
    return text + " " + _("(depuis {year})").format(year=path.residence_since.year)


def show_home_and_school(visit: Visit, path: PathView) -> None:
    """Draw the section, read once somebody opens it.

    Args:
        visit: who is here.
        path: the young person.
    """
    if not visit.may("people.read_attributes"):
        return
    box = st.expander(
        _("Adresse en quartier, école, diplôme"), key=BOX, on_change="rerun"
    )
    if not box.open:
        return
    with box:
        views = read_attributes(visit.context, person=path.person)
        _tell(visit, path.person)
        _now(visit, views)
        if views:
            _history(visit, path.person, views)
        if visit.may("people.record_attribute"):
            _forms(visit, path.person, views)


def _tell(visit: Visit, person: str) -> None:
    def undo(rows: tuple[int, ...]) -> None:
        withdraw_attribute(visit.context, person=person, attributes=rows, undo=True)

    texts = {
        "recorded": _("Enregistré, avec sa date."),
        "withdrawn": _("Ligne retirée : elle ne compte plus."),
        "taken_back": _("Saisie annulée : elle ne compte plus."),
    }
    person_saved.tell(
        visit, person, section=SECTION, texts=texts, undo={"recorded": undo}
    )


def _heads() -> dict[str, str]:
    return {
        RESIDENCE: _("Quartier"),
        COMMUNE: _("Commune"),
        SCHOOL: _("École"),
        DIPLOMA: _("Diplôme"),
    }


def _now(visit: Visit, views: tuple[AttributeView, ...]) -> None:
    if not views:
        notices.nothing(
            _("Ni quartier, ni école, ni diplôme n’est encore inscrit."),
            _("Inscrivez ce que le jeune en dit, avec sa date."),
        )
        return
    line = _("{head} : {text}")
    parts = []
    for name, head in _heads().items():
        view = held_on(views, visit.today, name=name)
        if view is not None:
            parts.append(line.format(head=head, text=f"**{_value(visit, view)}**"))
    st.markdown(" · ".join(parts))
    ladder = tuple(visit.context.nomenclature.diplomas)
    for group in contradictions(views, visit.today, ladder=ladder):
        told = [(view, _value(visit, view)) for view in group]
        tell_contradiction(_heads()[group[0].name], told)
    st.caption(
        _(
            "Les bilans comptent le quartier au moment de l’action, pas celui "
            "d’aujourd’hui."
        )
    )


def _history(visit: Visit, person: str, views: tuple[AttributeView, ...]) -> None:
    heads = _heads()
    tables.table(
        (_("Depuis le"), _("Jusqu’au"), _("Quoi"), _("Comment"), _("Qui")),
        [
            (
                _since(view),
                formats.day(view.ends_on) if view.ends_on else formats.NOTHING,
                _("{head} : {text}").format(
                    head=heads[view.name], text=_value(visit, view)
                ),
                _how_names().get(view.how or "", formats.NOTHING),
                typeset(plain(view.organisation)),
            )
            for view in told_once(views)
        ],
        alt=_("Adresses, écoles et diplômes, du plus récent au plus ancien"),
    )
    mine = {view.id: view for view in views if view.mine}
    if not (mine and visit.may("people.withdraw_attribute")):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Une ligne fausse ?"),
            list(mine),
            index=None,
            format_func=lambda row: _line(visit, mine[row]),
            placeholder=_("Choisir la ligne"),
            key=person_saved.key(keyed("home_wrong")),
        )
        if chosen is not None:
            st.button(
                _("Retirer cette ligne"),
                key=f"home_withdraw_{chosen}",
                on_click=same_language(partial(_withdraw, visit, person, chosen)),
            )


def _withdraw(visit: Visit, person: str, row: int) -> None:
    def work() -> Done:
        withdraw_attribute(visit.context, person=person, attributes=[row])
        return Done(SECTION, person, (), "withdrawn")

    person_saved.press(work)


def _line(visit: Visit, view: AttributeView) -> str:
    parts = (_heads()[view.name], _plain_value(visit, view), _since(view))
    return " · ".join(parts)


def _since(view: AttributeView) -> str:
    if view.starts_on is None:
        return _("date inconnue")
    return formats.day(view.starts_on)


def _plain_value(visit: Visit, view: AttributeView) -> str:
    """Name a value; the text of a file is not escaped yet."""
    words = visit.context.nomenclature
    if view.name == DIPLOMA and view.value in words.diplomas:
        return named(words.diplomas[view.value].labels)
    if view.name != RESIDENCE:
        return view.value
    if view.value == OUTSIDE:
        return _("hors quartier prioritaire")
    if view.vintage is None:
        return _("en quartier prioritaire, sans savoir lequel")
    text = _("{name} (liste {year}, {code})")
    return text.format(
        name=_neighbourhood(visit, view.value), year=view.vintage, code=view.value
    )


def _value(visit: Visit, view: AttributeView) -> str:
    return plain(_plain_value(visit, view))


def _neighbourhood(visit: Visit, code: str) -> str:
    for found in visit.context.nomenclature.territories.values():
        if code in (found.code_official, found.code):
            return named(found.labels)
    return code


def _how_names() -> dict[str, str]:
    return {
        "declared": _("dit par le jeune"),
        "geocoded": _("adresse géocodée"),
        "partner_list": _("liste d’un partenaire"),
    }


def _forms(visit: Visit, person: str, views: Iterable[AttributeView]) -> None:
    kinds = {RESIDENCE: _("Quartier"), SCHOOL: _("École"), DIPLOMA: _("Diplôme")}
    with st.container(border=True, key="new_home"):
        st.markdown(f"**{_('Inscrire ou corriger')}**")
        kind = st.segmented_control(
            _("Quoi"),
            list(kinds),
            default=RESIDENCE,
            format_func=kinds.__getitem__,
            key=keyed("home_kind"),
            required=True,
        )
        slots: dict[str, Any] = {}
        left, right = st.columns(2)
        on = _day_field(visit, right)
        slots["starts_on"] = right.empty()
        if kind == RESIDENCE:
            new = _home_fields(visit, left, on, slots)
        elif kind == SCHOOL:
            new = [NewAttribute(SCHOOL, _school_field(visit, left, person, slots), on)]
        else:
            new = [NewAttribute(DIPLOMA, _diploma_field(visit, left, slots), on)]
        corrects = _corrects_field(visit, views, str(kind)) if len(new) == 1 else None
        if st.button(_("Enregistrer"), key=person_saved.key("home_save")):
            person_saved.attempt(slots, partial(_record, visit, person, new, corrects))


def _record(
    visit: Visit, person: str, new: list[NewAttribute], corrects: int | None
) -> Done:
    rows = record_attribute(visit.context, person=person, new=new, corrects=corrects)
    if new[0].name == SCHOOL:
        saved(visit, _school_place(person))
    return Done(SECTION, person, rows, "recorded")


def _day_field(visit: Visit, place: Any) -> date:
    begin_with(person_saved.key("home_on"), visit.today)
    chosen: date = place.date_input(
        _("Depuis le"),
        min_value=date.min,
        max_value=date.max,
        format="DD/MM/YYYY",
        key=person_saved.key("home_on"),
    )
    return chosen


def _home_fields(
    visit: Visit, place: Any, on: date, slots: dict[str, Any]
) -> list[NewAttribute]:
    """Ask for the neighbourhood, once per list that was in force since that day."""
    words = visit.context.nomenclature
    starts = [on, *vintage_changes(words, after=on, until=visit.today)]
    lists = [(start, neighbourhoods(words, start)) for start in starts]
    chosen: list[tuple[date, str]] = []
    for start, known in lists:
        before = chosen[-1][1] if chosen else None
        code = place.selectbox(
            _list_name(known, start),
            [*known, OUTSIDE],
            index=_suggested(words.territories, known, before),
            format_func=partial(_choice, known),
            placeholder=_("Choisir"),
            key=person_saved.key(keyed(f"home_in_{start.isoformat()}_{before}")),
        )
        chosen.append((start, code or ""))
    slots["value"] = place.empty()
    names = _how_names()
    how = place.selectbox(
        _("Comment le sait-on"),
        list(HOW),
        format_func=names.__getitem__,
        key=person_saved.key(keyed("home_how")),
        on_change="ignore",
    )
    return [NewAttribute(RESIDENCE, code, start, how=how) for start, code in chosen]


def _list_name(known: dict[str, Territory], start: date) -> str:
    years = {found.vintage for found in known.values() if found.vintage}
    if not years:
        return _("Quartier")
    text = _("Quartier (liste {year}), depuis le {day}")
    return text.format(year=max(years), day=formats.day(start))


def _suggested(
    territories: Any, known: dict[str, Territory], before: str | None
) -> int | None:
    """Suggest the neighbourhood that took over the name; the worker still looks."""
    if before is None or not before:
        return None
    if before == OUTSIDE:
        return len(known)
    for place, found in enumerate(known.values()):
        former = [territories[code].code_official for code in found.succeeds]
        if before in former:
            return place
    return None


def _choice(known: dict[str, Territory], code: str) -> str:
    if code not in known:
        return _("Hors quartier prioritaire")
    return f"{named(known[code].labels)} ({code})"


def _school_place(person: str) -> Place:
    fields = {"value": Field("home_school"), "on": Field("home_on", "date")}
    return Place("school", fields, person_saved.key, person)


def _school_field(visit: Visit, place: Any, person: str, slots: dict[str, Any]) -> str:
    """Draw the one field of this section that is typed: its words are kept."""
    stands = _school_place(person)
    look_once(visit, stands, first="value")
    offer(visit, stands)
    typed: str = place.text_input(
        _("École"),
        key=person_saved.key("home_school"),
        max_chars=80,
        help=_("Le nom de l’établissement, rien d’autre."),
        on_change=keeper(visit, stands),
    )
    slots["value"] = place.empty()
    return typed


def _diploma_field(visit: Visit, place: Any, slots: dict[str, Any]) -> str:
    words = visit.context.nomenclature.diplomas
    chosen = place.selectbox(
        _("Diplôme le plus élevé"),
        list(words),
        index=None,
        format_func=lambda code: named(words[code].labels),
        placeholder=_("Choisir"),
        key=person_saved.key(keyed("home_diploma")),
        on_change="ignore",
    )
    slots["value"] = place.empty()
    return chosen or ""


def _corrects_field(
    visit: Visit, views: Iterable[AttributeView], kind: str
) -> int | None:
    mine = {view.id: view for view in views if view.mine and view.name == kind}
    if not mine:
        return None
    chosen: int = st.selectbox(
        _("C’est"),
        [0, *mine],
        format_func=lambda row: (
            _("Corriger : {line}").format(line=_line(visit, mine[row]))
            if row
            else _("Un changement, à ajouter")
        ),
        key=person_saved.key(keyed(f"home_corrects_{kind}")),
        on_change="ignore",
    )
    return chosen or None
