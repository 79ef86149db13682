"""The file in hand: what it is, what it would bring, what must be told or corrected."""

import streamlit as st

from app_pages import imports_grid, imports_load, imports_meanings, imports_state
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, named, plain
from app_pages.visit import Visit
from config.failure import Failure
from parcours.intake.hands import Seen, check_file, choose_template
from parcours.intake.looking import Look


def show(visit: Visit) -> None:
    """Draw the file in hand, down to the button that loads it.

    Args:
        visit: who is here.
    """
    try:
        with st.spinner(_("Lecture et vérification du fichier…"), show_time=True):
            seen = check_file(visit.context, desk=visit.desk, reception=visit.reception)
    except Failure as refusal:
        notices.refused(refusal)
        _leave_button(visit)
        return
    look = seen.look
    with st.container(border=True, key="imports_hand"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_what(seen))
            _leave_button(visit)
        if look is None:
            _ask_template(visit, seen)
            return
        _notes(seen, look)
        _other_template(visit, seen)
    imports_meanings.show(visit, look)
    if look.lacks is not None:
        _tell_lacks(look)
        return
    st.markdown(_counts(seen, look))
    _load(visit, look)
    imports_grid.show(visit, look)


def _what(seen: Seen) -> str:
    head = f"**{plain(seen.name)}**"
    if seen.look is None:
        return head
    template = plain(named(dict(seen.look.gate.template.label)))
    rows = _("{n} ligne") if seen.n_rows == 1 else _("{n} lignes")
    rows = rows.format(n=formats.whole(seen.n_rows))
    sheet = _("feuille « {name} »").format(name=plain(seen.sheet)) if seen.sheet else ""
    return " · ".join(part for part in (head, template, sheet, rows) if part)


def _leave_button(visit: Visit) -> None:
    st.button(
        _("Laisser ce fichier"), key="imports_leave", on_click=_leave, args=(visit,)
    )


def _leave(visit: Visit) -> None:
    visit.reception.drop(visit.context.principal.account_id)
    imports_state.next_file()


def _ask_template(visit: Visit, seen: Seen) -> None:
    by_code = {one.template: one for one in seen.candidates}

    def shown(code: str) -> str:
        one = by_code[code]
        if seen.is_unknown:
            return named(dict(one.labels))
        text = _("{template} ({n} titres reconnus sur {total})")
        return text.format(
            template=named(dict(one.labels)), n=one.known, total=one.titles
        )

    asked = _("Ce fichier peut être de plusieurs modèles. Lequel ?")
    if seen.is_unknown:
        st.markdown(_("Aucun modèle ne reconnaît les titres de ce fichier."))
        asked = _(
            "De quel modèle est-il ? Vous direz ensuite ce que sont ses colonnes."
        )
    chosen = st.radio(
        asked,
        list(by_code),
        format_func=shown,
        index=None,
        key=keyed("imports_template"),
    )
    if st.button(_("Lire avec ce modèle"), key="imports_choose", type="primary"):
        if chosen is None:
            st.markdown(_("Choisissez d’abord un modèle."))
        else:
            _choose(visit, chosen)


def _other_template(visit: Visit, seen: Seen) -> None:
    others = [one for one in seen.candidates if one.template != seen.template]
    if not others:
        return
    with st.container(horizontal=True):
        for one in others:
            text = _("Lire plutôt comme « {template} »")
            st.button(
                text.format(template=named(dict(one.labels))),
                key=f"imports_other_{one.template}",
                type="tertiary",
                on_click=_choose_other,
                args=(visit, one.template),
            )


def _choose_other(visit: Visit, template: str) -> None:
    try:
        _read_as(visit, template)
    except Failure as refusal:
        imports_state.refuse(refusal)


def _choose(visit: Visit, template: str) -> None:
    try:
        _read_as(visit, template)
    except Failure as refusal:
        notices.refused(refusal)
        return
    st.rerun()


def _read_as(visit: Visit, template: str) -> None:
    choose_template(
        visit.context, desk=visit.desk, reception=visit.reception, template=template
    )
    imports_state.next_turn()


def _notes(seen: Seen, look: Look) -> None:
    notes = [
        (look.layout.dropped, _("Colonnes interdites, écartées sans être lues : {c}.")),
        (look.not_agreed, _("Colonnes hors de la convention, non lues : {c}.")),
        (look.layout.ignored, _("Colonnes que vous avez dit d’ignorer : {c}.")),
    ]
    told = [
        text.format(c=", ".join(plain(title) for title in titles))
        for titles, text in notes
        if titles
    ]
    if look.opened is not None and look.opened.table.other_sheets:
        names = ", ".join(plain(name) for name in look.opened.table.other_sheets)
        text = _("D’autres feuilles conviennent aussi et ne sont pas lues : {names}.")
        told.append(text.format(names=names))
    if seen.earlier is not None:
        text = _("Ce même fichier a déjà été chargé le {day}.")
        told.append(text.format(day=formats.day(seen.earlier_on)))
    for line in told:
        st.markdown(f":small[{line}]")


def _tell_lacks(look: Look) -> None:
    missing = ", ".join(plain(title) for title in look.lacks or ())
    notices.nothing(
        _("Il manque les colonnes minimales : {missing}.").format(missing=missing),
        _("Dites ci-dessus quelle colonne du fichier en tient lieu, ou laissez-le."),
    )


def _counts(seen: Seen, look: Look) -> str:
    n = {state: len(lines) for state, lines in look.lines.items()}
    parts = [
        _("**{n} à charger** ({facts})").format(
            n=formats.whole(n["accepted"]), facts=imports_load.facts(look.n_facts)
        )
    ]
    changed, known, refused = look.n_changed, n["known"], n["refused"]
    more = [
        (
            changed,
            _("dont 1 modifiée depuis le dernier envoi")
            if changed == 1
            else _("dont {n} modifiées depuis le dernier envoi"),
        ),
        (known, _("1 déjà connue") if known == 1 else _("{n} déjà connues")),
        (refused, _("1 refusée") if refused == 1 else _("{n} refusées")),
        (seen.n_corrected, _("cellules corrigées ici : {n}")),
    ]
    parts += [text.format(n=formats.whole(k)) for k, text in more if k]
    return " · ".join(parts)


def _load(visit: Visit, look: Look) -> None:
    n = len(look.lines["accepted"])
    if not n:
        st.markdown(_("Rien de nouveau à charger."))
        return
    if look.lines["refused"]:
        st.markdown(
            _(
                "Les lignes refusées ne seront pas chargées ; le fichier de retour les "
                "nomme."
            )
        )
    text = _("Charger la ligne") if n == 1 else _("Charger les {n} lignes")
    st.button(
        text.format(n=formats.whole(n)),
        key="imports_load",
        type="primary",
        disabled=not visit.may("intake.load"),
        on_click=imports_load.begin,
        args=(visit,),
    )
