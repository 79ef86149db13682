"""Lines of the file in hand by what becomes of them; the refused ones corrected here.

What is refused is listed by line, column and rule. Rows with their identities are read
only once somebody asks for them, a page at a time, each reading audited.
"""

from collections import defaultdict
from typing import Any

import streamlit as st

from app_pages import imports_load, imports_state
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, plain
from app_pages.visit import Visit
from config.failure import Failure
from parcours.intake.answer import problem_lines
from parcours.intake.hands import Grid, correct_cells, read_rows
from parcours.intake.looking import STATES, LineState, Look
from parcours.intake.refusals import remedy_text, rule_text


AT_ONCE = 25  # lines of a page
REASONS = 8  # reasons listed
LINE, WHY = "line", "why"


def show(visit: Visit, look: Look) -> None:
    """Draw the lines of the state chosen.

    Args:
        visit: who is here.
        look: at the file in hand.
    """
    st.header(_("Lignes du fichier"), anchor=False)
    state = _choose(look)
    lines = look.lines[state]
    if not lines:
        st.markdown(_("Aucune ligne."))
        return
    why = _reasons(look, state)
    if state == "refused":
        _tell_reasons(visit, look)
    if not imports_state.rows_are_shown():
        st.button(
            _("Afficher ces lignes, identités comprises"),
            key="imports_rows",
            on_click=imports_state.show_rows,
        )
        imports_state.small(_("Chaque lecture est inscrite au journal."))
        return
    page, number = _page(lines, state)
    try:
        grid = read_rows(visit.context, reception=visit.reception, lines=page)
        wrong = {one.column for one in look.refused if one.line in set(page)}
        broken = {f"c{place}" for place, title in grid.columns if title in wrong}
        _draw(visit, grid, why, key=f"{state}_{number}", broken=broken)
    except Failure as refusal:
        notices.refused(refusal)


def _choose(look: Look) -> LineState:
    names = {
        "refused": _("Refusées ({n})"),
        "review": _("À vérifier ({n})"),
        "accepted": _("À charger ({n})"),
        "known": _("Déjà connues ({n})"),
    }
    filled = [state for state in STATES if look.lines[state]]
    chosen = st.segmented_control(
        _("Lignes à montrer"),
        STATES,
        default=filled[0] if filled else STATES[0],
        format_func=lambda s: names[s].format(n=formats.whole(len(look.lines[s]))),
        key=keyed(f"imports_state_{imports_state.turn()}"),
        label_visibility="collapsed",
        required=True,
    )
    return chosen or STATES[0]


def _reasons(look: Look, state: LineState) -> dict[int, list[str]]:
    """Say of each line what stops it, or what is to be looked at."""
    why: dict[int, list[str]] = defaultdict(list)
    if state == "refused":
        found = look.refused
    else:
        found = look.opened.checked.warnings if look.opened is not None else ()
    for one in found:
        rule = rule_text(one.code)
        why[one.line].append(f"{one.column} : {rule}" if one.column else rule)
    if state != "refused":
        asked = _("Ressemble à un jeune connu : une question sera posée.")
        for line in look.questions:
            why[line].append(asked)
    return why


def _tell_reasons(visit: Visit, look: Look) -> None:
    lines: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in look.refused:
        lines[one.code, one.column or ""].add(one.line)
    order = sorted(lines.items(), key=lambda item: -len(item[1]))
    told = []
    for (code, column), found in order[:REASONS]:
        where = f"**{plain(column)}** : " if column else ""
        n = formats.whole(len(found))
        first = min(found)
        head = (
            _("ligne {line}").format(line=first)
            if len(found) == 1
            else _("{n} lignes, dès la ligne {line}").format(n=n, line=first)
        )
        rule = f"{rule_text(code)} {remedy_text(code)}"
        told.append(f"- {where}{rule} :small[{head} · {code}]")
    st.markdown("\n".join(told))
    if len(order) > REASONS:
        n_more = len(order) - REASONS
        more = _("Et {n} autres motifs, dans le fichier des lignes refusées.")
        if n_more == 1:
            more = _("Et un autre motif, dans le fichier des lignes refusées.")
        imports_state.small(more.format(n=formats.whole(n_more)))
    imports_load.download(
        visit,
        problem_lines(look.refused, ()),
        _("Lignes refusées, sans identité (CSV)"),
        name="lignes_refusees",
        key="refused",
    )


def _page(lines: tuple[int, ...], state: LineState) -> tuple[tuple[int, ...], int]:
    pages = -(-len(lines) // AT_ONCE)
    if pages == 1:
        return lines, 1
    number = st.pagination(
        pages, key=f"imports_page_{state}_{imports_state.turn_of_file()}"
    )
    return lines[(number - 1) * AT_ONCE : number * AT_ONCE], number


def _draw(
    visit: Visit,
    grid: Grid,
    why: dict[int, list[str]],
    *,
    key: str,
    broken: set[str],
) -> None:
    import pandas as pd

    names = [f"c{place}" for place, _title in grid.columns]
    rows = [
        {
            LINE: line,
            WHY: " ".join(why.get(line, ())),
            **dict(zip(names, cells, strict=True)),
        }
        for line, cells in grid.rows
    ]
    if not rows:
        st.markdown(_("Ces lignes n’ont pas autant de cellules que l’en-tête."))
        return
    order = sorted(names, key=lambda name: name not in broken)  # what is to mend first
    edited = st.data_editor(
        pd.DataFrame(rows, index=range(len(rows)), dtype=object),
        key=f"imports_grid_{key}_{imports_state.turn()}",
        hide_index=True,
        column_order=[LINE, *([WHY] if any(r[WHY] for r in rows) else []), *order],
        column_config=_config(grid),
        alt=_("Lignes du fichier ; chaque cellule peut être corrigée"),
    )
    imports_state.small(
        _(
            "Corrigez une cellule : la ligne est revérifiée aussitôt. Le fichier du "
            "partenaire ne change pas ; ce qui est corrigé ici lui est signalé."
        )
    )
    changed = _changed(grid, edited)
    if changed:
        correct_cells(visit.context, reception=visit.reception, cells=changed)
        imports_state.next_turn()
        st.rerun()


def _config(grid: Grid) -> dict[str, Any]:
    column = st.column_config
    return {
        LINE: column.NumberColumn(
            _("Ligne"), disabled=True, pinned=True, format="%d", width=70
        ),
        WHY: column.TextColumn(_("Ce qui est signalé"), disabled=True, width="large"),
        **{f"c{place}": column.TextColumn(title) for place, title in grid.columns},
    }


def _changed(grid: Grid, edited: Any) -> dict[tuple[int, int], str]:
    """Find the cells that no longer read as they did."""
    changed = {}
    for (line, cells), row in zip(grid.rows, edited.to_dict("records"), strict=True):
        for (place, _title), cell in zip(grid.columns, cells, strict=True):
            now = row[f"c{place}"]
            text = "" if now is None or now != now else str(now)
            if text.strip() != cell:
                changed[line, place] = text
    return changed
