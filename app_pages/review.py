"""« Rapprochements »: one question after the other, both identities side by side.

Names are read only once the reviewer asks for a question; what differs is said in
words, never by colour alone. Three answers, each with its key.
"""

import streamlit as st

from app_pages.components import formats, notices
from app_pages.components.tables import table
from app_pages.components.words import _, plain
from app_pages.visit import Visit
from config.failure import Failure
from parcours.matching.operations import (
    FieldLine,
    QuestionLine,
    QuestionView,
    answer_question,
    list_questions,
    read_question,
)


STARTED, SAID = "review_started", "review_said"
ANSWERS = (("same", "Alt+1"), ("different", "Alt+2"), ("unsure", "Alt+3"))


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Rapprochements à vérifier"), anchor=False)
    _tell_what_was_said()
    waiting = list_questions(visit.context, desk=visit.desk)
    if not waiting:
        notices.nothing(
            _("Aucun rapprochement n’attend votre réponse."),
            _("De nouvelles questions viennent avec les fichiers des partenaires."),
        )
        return
    st.markdown(_left(len(waiting)))
    if not st.session_state.get(STARTED):
        st.caption(
            _(
                "Deux identités s’affichent ensemble. Chaque lecture est inscrite au "
                "journal."
            )
        )
        st.button(
            _("Comparer la première paire"),
            key="start_review",
            type="primary",
            on_click=_start,
        )
        return
    _ask(visit, waiting[0])


def _start() -> None:
    st.session_state[STARTED] = True


def _left(n: int) -> str:
    text = _("Encore **{n} question**.") if n == 1 else _("Encore **{n} questions**.")
    return text.format(n=n)


def _ask(visit: Visit, line: QuestionLine) -> None:
    try:
        view = read_question(visit.context, desk=visit.desk, ref=line.ref)
    except Failure as refusal:
        notices.refused(refusal)
        return
    st.subheader(_("Est-ce le même jeune ?"), anchor=False)
    st.markdown(_("À vérifier : {why}.").format(why=plain(view.line.why)))
    _side_by_side(view)
    if line.two_needed:
        st.markdown(_second(line))
    with st.container(horizontal=True, key="answers"):
        for answer, shortcut in ANSWERS:
            st.button(
                _label(answer),
                key=f"answer_{answer}_{line.ref}",
                shortcut=shortcut,
                on_click=_answer,
                args=(visit, line.ref, answer),
                wrap=True,
            )


def _label(answer: str) -> str:
    return {
        "same": _("C’est le même jeune"),
        "different": _("Ce sont deux jeunes différents"),
        "unsure": _("Je ne sais pas"),
    }[answer]


def _second(line: QuestionLine) -> str:
    if line.seconded:
        return _(
            "Peut-être des jumeaux : une première personne a répondu que c’est le même "
            "jeune. Si vous répondez de même, les deux parcours sont rapprochés."
        )
    return _(
        "Peut-être des jumeaux : il faut deux personnes pour dire que c’est le même "
        "jeune. Votre réponse sera la première."
    )


def _side_by_side(view: QuestionView) -> None:
    first, second = view.organisations
    rows = [
        [_("Connu de"), _known_by(first), _known_by(second), ""],
        *(
            [
                _field(line.field),
                _values(line, line.a),
                _values(line, line.b),
                _mark(line.agreement),
            ]
            for line in view.fields
            if line.a or line.b
        ),
        [
            _("Faits au parcours"),
            formats.whole(view.line.facts[0]),
            formats.whole(view.line.facts[1]),
            "",
        ],
    ]
    table(
        ["", _("Premier parcours"), _("Second parcours"), _("Comparaison")],
        rows,
        alt=_("Les deux identités, champ par champ, et ce qui diffère."),
    )


def _known_by(names: tuple[str, ...]) -> str:
    return plain(", ".join(names))


def _field(field: str) -> str:
    return {
        "birth_name": _("Nom de naissance"),
        "usage_name": _("Nom d’usage"),
        "given_names": _("Prénoms"),
        "birth_date": _("Date de naissance"),
        "sex": _("Sexe"),
        "commune": _("Commune"),
        "postcode": _("Code postal"),
    }[field]


def _values(line: FieldLine, values: tuple[str, ...]) -> str:
    if not values:
        return formats.NOTHING
    written = [_day(v) if line.field == "birth_date" else plain(v) for v in values]
    text = _(" ou ").join(written)
    return text if line.agreement == "same" else f"**{text}**"


def _day(iso: str) -> str:
    """Write a date of birth in figures, whose slips are then seen."""
    return "/".join(reversed(iso.split("-")))


def _mark(agreement: str) -> str:
    return {
        "same": _("= identique"),
        "close": _("≈ proche"),
        "different": _("≠ différent"),
        "missing": _("non comparable"),
    }[agreement]


def _answer(visit: Visit, ref: str, answer: str) -> None:
    """Record the answer before the page is drawn again with the next question."""
    try:
        outcome = answer_question(
            visit.context,
            desk=visit.desk,
            ref=ref,
            answer=answer,  # type: ignore[arg-type]  # one of ANSWERS
        )
    except Failure as refusal:
        st.session_state[SAID] = refusal
    else:
        st.session_state[SAID] = outcome


def _tell_what_was_said() -> None:
    said = st.session_state.pop(SAID, None)
    if isinstance(said, Failure):
        notices.refused(said)
    elif said is not None:
        texts = {
            "joined": _("Enregistré : les deux parcours sont rapprochés."),
            "apart": _("Enregistré : ce sont deux jeunes, pour toujours."),
            "second_needed": _("Enregistré : une seconde personne doit confirmer."),
            "kept": _("Enregistré : la question reste posée à d’autres."),
        }
        with st.container(border=True, key="said"):
            st.markdown(texts[said])
