"""Yearly reports: of the contract, of an action, and the texts that people add."""

from collections.abc import Callable

import streamlit as st

from app_pages.components import notices
from app_pages.components.downloads import hand_over
from app_pages.components.words import _, keyed, same_language
from app_pages.visit import Visit
from cohorts.indicating import BoardAnswer
from cohorts.reporting import MIMES, ReportKind, can_draw
from cohorts.yearly_reporting import (
    LONGEST,
    ReportText,
    read_report_texts,
    report_action,
    report_contract,
    write_report_text,
)
from config.failure import Failure
from config.translation import current_language


SAID = "board_report_said"
TEXTS = "board_report_texts"  # gone with the session
Make = Callable[[ReportKind], Callable[[], bytes]]


def show(visit: Visit, board: BoardAnswer) -> None:
    """Draw the choices of a report, its texts and its files.

    Args:
        visit: who is here.
        board: the programme of the extract.
    """
    if not (visit.may("report.contract") and board.figures.actions):
        return
    st.header(_("Bilans"), anchor=False)
    year, code, contract = _choices(board)
    about = code or contract
    _files(visit, about, contract, year, is_whole=not code)
    _texts(visit, about, year)


def _choices(board: BoardAnswer) -> tuple[int, str, str]:
    left, right = st.columns([1, 3])
    years = sorted({one.year for one in board.figures.actions}, reverse=True)
    year: int = left.selectbox(_("Année"), years, key=keyed("board_report_year"))
    own = {one.application: one for one in board.figures.actions if one.year == year}
    code = right.selectbox(
        _("Bilan"),
        ["", *own],
        format_func=lambda code: own[code].title if code else _("Tout le contrat"),
        key=keyed("board_report_action"),
    )
    contract = own[code].contract if code else next(iter(own.values())).contract
    return year, code, contract


def _files(
    visit: Visit, about: str, contract: str, year: int, *, is_whole: bool
) -> None:
    language = current_language()

    def make(kind: ReportKind) -> Callable[[], bytes]:
        def made() -> bytes:
            if is_whole:
                return report_contract(
                    visit.context,
                    contract=contract,
                    year=year,
                    kind=kind,
                    language=language,
                ).content
            return report_action(
                visit.context, code=about, kind=kind, language=language
            ).content

        return made

    names: dict[ReportKind, str] = {
        "pdf": _("Bilan (PDF)"),
        "html": _("Bilan (HTML)"),
    }
    if not can_draw():
        names.pop("pdf")
    with st.container(horizontal=True):
        for kind, name in names.items():
            _button(name, kind, make, stem=f"bilan_{about}_{year}")
    st.caption(
        _(
            "Les mêmes chiffres que cette page, avec méthode, limites et qualité des "
            "données ; le même extrait et les mêmes textes donnent le même fichier."
        )
    )


def _button(name: str, kind: ReportKind, make: Make, *, stem: str) -> None:
    st.download_button(
        name,
        data=lambda: hand_over(make(kind)),
        file_name=f"{stem}.{kind}",
        mime=MIMES[kind],
        on_click="ignore",
        key=f"board_report_{kind}",
    )


def _texts(visit: Visit, about: str, year: int) -> None:
    texts = _read(visit, about, year)
    may_write = visit.may("report.write_text")
    if not may_write and not any(one.text for one in texts):
        return
    with st.expander(_("Textes du bilan")):
        st.caption(
            _("Un texte reste d’une année à l’autre tant qu’il n’est pas réécrit.")
        )
        _tell_saved()
        for one in texts:
            title = one.title
            if one.year is not None and one.year != year:
                title = _("{title} (texte de {year})").format(
                    title=title, year=one.year
                )
            if not may_write:
                st.markdown(f"**{title}**")
                st.text(one.text)
                continue
            field = keyed(f"board_text_{about}_{year}_{one.name}")
            st.text_area(title, one.text, max_chars=LONGEST, key=field)
        if may_write:
            st.button(
                _("Enregistrer les textes"),
                key="board_texts_save",
                on_click=same_language(_save),
                args=(visit, about, year),
            )


def _read(visit: Visit, about: str, year: int) -> list[ReportText]:
    """Read the texts once per session and report; no person is in them."""
    kept = st.session_state.setdefault(TEXTS, {})
    if (about, year) not in kept:
        kept[about, year] = read_report_texts(visit.context, about=about, year=year)
    found: list[ReportText] = kept[about, year]
    return found


def _save(visit: Visit, about: str, year: int) -> None:
    try:
        for one in _read(visit, about, year):
            field = keyed(f"board_text_{about}_{year}_{one.name}")
            text = str(st.session_state.get(field, one.text))
            if text.strip() != one.text:
                write_report_text(
                    visit.context, about=about, year=year, name=one.name, text=text
                )
    except Failure as refusal:
        st.session_state[SAID] = refusal
        return
    finally:
        st.session_state.pop(TEXTS, None)
    st.session_state[SAID] = _("Textes enregistrés.")


def _tell_saved() -> None:
    said = st.session_state.pop(SAID, None)
    if isinstance(said, Failure):
        notices.refused(said)
    elif said:
        st.success(said)
