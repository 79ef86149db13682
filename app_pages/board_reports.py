"""Reports: of the contract, an action, the evaluation; the texts that people add."""

from collections.abc import Callable, Collection

import streamlit as st

from app_pages.components import notices
from app_pages.components.downloads import hand_over
from app_pages.components.words import _, keyed, same_language
from app_pages.visit import Visit
from cohorts.indicating import BoardAnswer
from cohorts.reporting import MIMES, ReportKind, can_draw
from cohorts.yearly_reporting import (
    EVALUATION,
    LONGEST,
    ReportText,
    read_report_texts,
    report_action,
    report_contract,
    report_evaluation,
    write_evaluation_text,
    write_report_text,
)
from config.failure import Failure
from config.translation import current_language
from parcours.programme.doubts import WordsUnconfirmed


SAID = "board_report_said"
TEXTS = "board_report_texts"  # gone with the session
YEAR, ABOUT = "board_report_year", "board_report_action"
WHOLE = ""  # what a report of the contract is about, in the list of choices
Make = Callable[[ReportKind], Callable[[], bytes]]


def show(visit: Visit, board: BoardAnswer) -> None:
    """Draw the choices of a report, its texts and its files.

    Args:
        visit: who is here.
        board: the programme of the extract.
    """
    abouts = _abouts(visit, board)
    if not abouts:
        return
    st.header(_("Bilans"), anchor=False)
    year, about = _choices(visit, board, abouts)
    _files(visit, board, about, year)
    _texts(visit, about, year)


def _abouts(visit: Visit, board: BoardAnswer) -> dict[int, list[str]]:
    """Say, by year, of what a report may be made here; the latest year first."""
    found: dict[int, list[str]] = {}
    if visit.may("report.contract"):
        for one in board.figures.actions:
            found.setdefault(one.year, [WHOLE]).append(one.application)
    if visit.may("report.evaluation"):
        found.setdefault(int(board.figures.as_of[:4]), [])
        for own in found.values():
            own.append(EVALUATION)
    return dict(sorted(found.items(), reverse=True))


def _choices(
    visit: Visit, board: BoardAnswer, abouts: dict[int, list[str]]
) -> tuple[int, str]:
    """Let somebody choose a year, and the contract, an action or the evaluation."""
    left, right = st.columns([1, 3])
    years = list(abouts)
    with_actions = [at for at, one in enumerate(years) if WHOLE in abouts[one]]
    year: int = left.selectbox(
        _("Année"), years, index=min(with_actions, default=0), key=keyed(YEAR)
    )
    titles = {one.application: one.title for one in board.figures.actions}
    titles |= {WHOLE: _("Tout le contrat"), EVALUATION: _("Rapport d’évaluation")}
    about: str = right.selectbox(
        _("Bilan"),
        abouts[year],
        format_func=titles.__getitem__,
        key=keyed(ABOUT),
    )
    return year, _contract(board, year) if about == WHOLE else about


def _contract(board: BoardAnswer, year: int) -> str:
    return next(one.contract for one in board.figures.actions if one.year == year)


def _files(visit: Visit, board: BoardAnswer, about: str, year: int) -> None:
    language, context = current_language(), visit.context
    contracts = {one.contract for one in board.figures.actions}

    def make(kind: ReportKind) -> Callable[[], bytes]:
        def made() -> bytes:
            if about == EVALUATION:
                file = report_evaluation(
                    context, year=year, kind=kind, language=language
                )
            elif about in contracts:
                file = report_contract(
                    context, contract=about, year=year, kind=kind, language=language
                )
            else:
                file = report_action(context, code=about, kind=kind, language=language)
            return file.content

        return made

    names: dict[ReportKind, str] = {
        "pdf": _("Bilan (PDF)"),
        "html": _("Bilan (HTML)"),
    }
    if not can_draw():
        names.pop("pdf")
    with st.container(horizontal=True):
        for kind, name in names.items():
            stem = f"bilan_{about}" if about != EVALUATION else "evaluation"
            _button(name, kind, make, stem=f"{stem}_{year}")
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
    own = "report.write_evaluation" if about == EVALUATION else "report.write_text"
    may_write = visit.may(own)
    if not may_write and not any(one.text for one in texts):
        return
    with st.expander(_("Textes du bilan")):
        st.caption(
            _("Un texte reste d’une année à l’autre tant qu’il n’est pas réécrit.")
        )
        _tell_saved(visit, about, year)
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


def _save(visit: Visit, about: str, year: int, confirmed: Collection[str] = ()) -> None:
    try:
        for one in _read(visit, about, year):
            field = keyed(f"board_text_{about}_{year}_{one.name}")
            text = str(st.session_state.get(field, one.text))
            if text.strip() == one.text:
                continue
            if about == EVALUATION:
                write_evaluation_text(
                    visit.context,
                    year=year,
                    name=one.name,
                    text=text,
                    confirmed=confirmed,
                )
            else:
                write_report_text(
                    visit.context,
                    about=about,
                    year=year,
                    name=one.name,
                    text=text,
                    confirmed=confirmed,
                )
    except Failure as refusal:
        st.session_state[SAID] = refusal
        return
    finally:
        st.session_state.pop(TEXTS, None)
    st.session_state[SAID] = _("Textes enregistrés.")


def _tell_saved(visit: Visit, about: str, year: int) -> None:
    said = st.session_state.pop(SAID, None)
    if isinstance(said, Failure):
        notices.refused(said)
        if isinstance(said, WordsUnconfirmed):
            fields = [*said.confirmed, *(one.field for one in said.doubts)]
            st.button(
                _("Personne n’y est reconnaissable : enregistrer"),
                key="board_texts_confirm",
                on_click=same_language(_save),
                args=(visit, about, year, fields),
            )
    elif said:
        st.success(said)
