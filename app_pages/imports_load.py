"""A load of a partner's file: how far it is, what came of it, what goes back."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from app_pages import imports_state
from app_pages.components import formats, notices, tables
from app_pages.components.downloads import hand_over
from app_pages.components.words import _, named, plain, same_language
from app_pages.visit import Visit
from config.failure import Failure
from config.translation import current_language, use_language
from parcours.intake.answer import answer_csv
from parcours.intake.loads import start_load
from parcours.intake.reception import Load
from parcours.intake.refusals import RULES, rule_text
from parcours.intake.results import IntakeAnswer, PartnerLine


EVERY_SECONDS = 1.0
SHOWN = 10  # lines of what goes back
READING, MATCHING, WRITING = 0.4, 0.5, 0.9  # shares of the bar


def is_running(visit: Visit) -> bool:
    """Tell whether a load of this account is under way.

    Args:
        visit: who is here.

    Returns:
        Whether it is.
    """
    load = _load(visit)
    return load is not None and load.state == "running"


def begin(visit: Visit) -> None:
    """Begin to load the file in hand.

    Args:
        visit: who is here.
    """
    try:
        start_load(visit.context, visit.reception, desk=visit.desk)
    except Failure as refusal:
        imports_state.refuse(refusal)
    imports_state.next_file()


def show_progress(visit: Visit) -> None:
    """Draw the progress, again and again until the load is over.

    Args:
        visit: who is here.
    """

    def drawn() -> None:
        load = _load(visit)
        if load is None or load.state != "running":
            st.rerun()
            return
        st.progress(_share(load), _words(load))

    st.markdown(_("Un fichier se charge. Vous pouvez quitter cette page et y revenir."))
    st.fragment(same_language(drawn), run_every=EVERY_SECONDS)()


def show_result(visit: Visit) -> None:
    """Tell what came of the last load, and what goes back to the partner.

    Args:
        visit: who is here.
    """
    load = _load(visit)
    if load is None or load.state == "running":
        return
    if load.answer is None:
        _tell_failure(load)
        visit.reception.put_away(visit.context.principal.account_id)
        return
    with st.container(border=True, key="said"):
        st.markdown(_told(load.answer))
        give_back(visit, load.answer.for_partner, key="load")
        st.button(
            _("Fermer ce compte rendu"),
            key="imports_put_away",
            on_click=visit.reception.put_away,
            args=(visit.context.principal.account_id,),
        )


def give_back(visit: Visit, lines: Sequence[PartnerLine], *, key: str) -> None:
    """Offer the file that goes back to the partner, and show its first lines.

    Args:
        visit: who is here.
        lines: of the file.
        key: of the widgets.
    """
    if not lines:
        st.markdown(_("Rien ne revient au partenaire."))
        return
    kinds = {
        "to_fix": _("à corriger : {n}"),
        "corrected": _("corrigées ici : {n}"),
        "remark": _("à vérifier : {n}"),
        "to_confirm": _("situations à confirmer : {n}"),
        "relay": _("réponses à des relais : {n}"),
    }
    counts = Counter(line.kind for line in lines)
    parts = [
        text.format(n=formats.whole(counts[kind]))
        for kind, text in kinds.items()
        if counts[kind]
    ]
    told = _("Ce qui revient au partenaire : {parts}.").format(parts=" · ".join(parts))
    st.markdown(told)
    _table(visit, lines)
    download(visit, lines, _("Fichier de retour (CSV)"), name="retour", key=key)


def download(
    visit: Visit, lines: Sequence[PartnerLine], label: str, *, name: str, key: str
) -> None:
    """Offer lines as a file made after the click.

    Args:
        visit: who is here.
        lines: without any cell value.
        label: of the button.
        name: of the file, without its ending.
        key: of the button.
    """
    language = current_language()

    def made() -> bytes:
        use_language(language)  # a click is answered elsewhere
        return answer_csv(lines, visit.context.nomenclature).encode("utf-8")

    st.download_button(
        label,
        data=lambda: hand_over(made),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"imports_download_{key}",
    )


def facts(n: int) -> str:
    """Say a number of facts.

    Args:
        n: how many.

    Returns:
        "1 fait", "1 240 faits".
    """
    text = _("{n} fait") if n == 1 else _("{n} faits")
    return text.format(n=formats.whole(n))


def _load(visit: Visit) -> Load | None:
    return visit.reception.load_of(visit.context.principal.account_id)


def _share(load: Load) -> float:
    if load.step == "read":
        return READING * load.done / max(load.total, 1)
    return MATCHING if load.step == "match" else WRITING


def _words(load: Load) -> str:
    texts = {
        "read": _("Lecture : {done} lignes sur {total}"),
        "match": _("{done} lignes lues sur {total} · rapprochement des jeunes"),
        "write": _("{done} lignes lues sur {total} · écriture"),
    }
    return texts[load.step].format(
        done=formats.whole(load.done), total=formats.whole(load.total)
    )


def _tell_failure(load: Load) -> None:
    if isinstance(load.error, Failure):
        notices.refused(load.error)
    elif load.error is not None:
        notices.broke(load.error)


def _told(answer: IntakeAnswer) -> str:
    if not answer.accepted:
        text = _("**Rien de nouveau** : {known} lignes étaient déjà connues.")
        if answer.already_known == 1:
            text = _("**Rien de nouveau** : la ligne était déjà connue.")
        return text.format(known=formats.whole(answer.already_known))
    one = answer.accepted == 1
    loaded = _("**{n} ligne chargée**") if one else _("**{n} lignes chargées**")
    loaded = loaded.format(n=formats.whole(answer.accepted))
    head = f"{loaded}, {facts(answer.facts)}."
    parts = [
        (answer.persons_new, _("jeunes nouveaux : {n}")),
        (answer.persons_linked, _("rapprochés d’un jeune connu : {n}")),
        (answer.to_review, _("rapprochements à vérifier : {n}")),
        (answer.already_known, _("lignes déjà connues : {n}")),
        (len({r.line for r in answer.refused}), _("lignes refusées : {n}")),
    ]
    told = [text.format(n=formats.whole(n)) for n, text in parts if n]
    return f"{head}  \n{' · '.join(told)}" if told else head


def _table(visit: Visit, lines: Sequence[PartnerLine]) -> None:
    rows = [
        (
            _place(line),
            _what(visit, line),
            line.since or "",
        )
        for line in lines[:SHOWN]
    ]
    tables.table(
        (_("Où"), _("Ce qui est signalé"), _("Depuis le")),
        rows,
        alt=_("Premières lignes du fichier de retour"),
    )
    if len(lines) > SHOWN:
        text = _("Les {n} premières lignes ; le fichier de retour les a toutes.")
        imports_state.small(text.format(n=SHOWN))


def _place(line: PartnerLine) -> str:
    if line.line is None:
        return plain(line.subject or "")
    return _("ligne {line}").format(line=line.line)


def _what(visit: Visit, line: PartnerLine) -> str:
    if line.code in RULES:
        told = rule_text(line.code)
    elif line.kind == "corrected":
        told = _("Corrigé ici")
    elif line.kind == "to_confirm":
        word = visit.context.nomenclature.situations.get(line.code or "")
        told = _("À confirmer : {situation}").format(
            situation=named(dict(word.labels)) if word else ""
        )
    else:
        told = {
            "accepted": _("Le relais est accepté."),
            "refused": _("Le relais est refusé."),
            "no_news": _("Le relais est sans nouvelles."),
            "done": _("Le relais est fait."),
        }.get(line.code or "", "")
    return f"{plain(line.column)} : {told}" if line.column else told
