"""« Qualité des données »: what is missing, how old it is, and what to ask whom."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.words import _, plain
from app_pages.visit import Visit
from cohorts.indicating import BoardAnswer, read_all_indicators
from cohorts.indicators.of_quality import (
    FEW,
    FILE,
    MOST,
    ROWS,
    Exact,
    ToldPartner,
)
from cohorts.indicators.sentences import period_name
from cohorts.telling import told_quality
from config.failure import Failure
from config.numbers import near
from config.translation import counted
from parcours.intake.partner_quality import (
    DataQuality,
    PartnerQuality,
    read_data_quality,
)
from parcours.matching.quality import LEAST_PAIRS, Figures


ANSWER = "data_quality_board"  # released figures, gone with the session


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Qualité des données"), anchor=False)
    try:
        found = read_data_quality(visit.context, desk=visit.desk)
    except Failure as refusal:
        notices.refused(refusal)
        return
    if not found.partners:
        notices.nothing(
            _("Aucune structure n’a encore rien transmis."),
            _("Cette page dira ce qui manque dès le premier fichier ou la saisie."),
        )
        return
    told = _released(visit, found)
    st.markdown(f"## {_answer(told)}", anchors=False)
    _asks(found, told)
    _completeness(found, told)
    _freshness(visit, found, told)
    _linkage(visit, found)
    _coverage(visit)
    _definition()


def _released(visit: Visit, found: DataQuality) -> dict[str, ToldPartner]:
    exact = {one.code: _exact(one, visit.today) for one in found.partners}
    return told_quality(visit.context, exact)


def _exact(one: PartnerQuality, today: date) -> Exact:
    return Exact(
        n=one.n,
        known=one.known,
        n_rows=one.n_rows,
        n_refused=one.n_refused,
        days=None if one.last_on is None else max((today - one.last_on).days, 0),
        sends_files=one.sends_files,
    )


def _answer(told: Mapping[str, ToldPartner]) -> str:
    n = sum(bool(one.asks) for one in told.values())
    if not n:
        return _("Rien à demander : chaque structure tient ses données à jour.")
    return counted(
        n,
        one=_("Une structure a quelque chose à compléter."),
        many=_("{n} structures ont quelque chose à compléter."),
    )


def _measures() -> dict[str, str]:
    return {
        "sex": _("Sexe"),
        "birth": _("Mois de naissance"),
        "residence": _("Quartier de résidence"),
        "situation": _("Situation"),
        "recent": _("Nouvelles depuis 180 jours"),
    }


def _asks(found: DataQuality, told: Mapping[str, ToldPartner]) -> None:
    asked = [one for one in found.partners if told[one.code].asks]
    if not asked:
        return
    st.header(_("Que demander, et à qui"), anchor=False)
    for one in asked:
        lines = "\n".join(
            f"- {_ask(name, told[one.code])}" for name in told[one.code].asks
        )
        st.markdown(f"**{plain(one.name)}**\n{lines}")


def _ask(name: str, told: ToldPartner) -> str:
    share = _share(told, name)
    texts = {
        FILE: _("Le prochain fichier : plus de nouvelles depuis {days} jours."),
        ROWS: _(
            "Les lignes refusées ({share} de ses lignes de l’année), avec le fichier "
            "de réponse de la page « Imports »."
        ),
        "sex": _("Le sexe, connu pour {share} de ses jeunes : la loi compte par sexe."),
        "birth": _("Le mois de naissance, connu pour {share} de ses jeunes."),
        "residence": _(
            "L’adresse ou le quartier, connu pour {share} de ses jeunes : sans lui, "
            "pas de part QPV."
        ),
        "situation": _("La situation, connue pour {share} de ses jeunes."),
        "recent": _(
            "Une vérification des situations : des nouvelles récentes pour {share} de "
            "ses jeunes."
        ),
    }
    if name == ROWS:
        share = near(told.refused)
    return texts[name].format(share=share, days=told.days)


def _share(told: ToldPartner, name: str) -> str:
    level = told.levels.get(name, "")
    if level == MOST:
        return _("plus de 90 %")
    if level == FEW:
        return _("moins de 10 %")
    share = told.shares.get(name)
    return _("masqué") if share is None else near(share)


def _completeness(found: DataQuality, told: Mapping[str, ToldPartner]) -> None:
    st.header(_("Ce qui est renseigné, par structure"), anchor=False)
    measures = _measures()
    tables.table(
        (_("Structure"), _("Jeunes (arrondi)"), *measures.values()),
        [
            (
                plain(one.name),
                tables.count(told[one.code].n),
                *(_share(told[one.code], name) for name in measures),
            )
            for one in found.partners
        ],
        alt=_("Part des jeunes dont chaque donnée est connue, par structure"),
    )
    st.caption(
        _(
            "« masqué » : le nombre dirait trop de quelques jeunes. Un jeune connu de "
            "deux structures compte une fois dans chacune."
        )
    )


def _freshness(
    visit: Visit, found: DataQuality, told: Mapping[str, ToldPartner]
) -> None:
    st.header(_("Depuis quand, et ce qui est refusé"), anchor=False)
    tables.table(
        (_("Structure"), _("Dernière nouvelle"), _("Lignes reçues"), _("Refusées")),
        [
            (
                plain(one.name),
                _ago(one, told[one.code], visit.today),
                tables.count(told[one.code].rows) if one.n_rows else formats.NOTHING,
                near(told[one.code].refused),
            )
            for one in found.partners
        ],
        alt=_("Dernière nouvelle et lignes refusées, par structure"),
    )
    st.caption(_("Lignes de fichiers des douze derniers mois ; la saisie n’en a pas."))


def _ago(one: PartnerQuality, told: ToldPartner, today: date) -> str:
    if told.days is None:
        return formats.NOTHING
    return formats.ago(one.last_on, today=today)


def _linkage(visit: Visit, found: DataQuality) -> None:
    st.header(_("Les rapprochements entre structures"), anchor=False)
    whole = found.linkage.whole
    if found.linkage.drawn_at is None or whole.judged < LEAST_PAIRS:
        st.markdown(
            _(
                "Pas encore mesurés : les vérificateurs ont à juger au moins {n} "
                "paires tirées au sort. À demander à l’administrateur du territoire."
            ).format(n=LEAST_PAIRS)
        )
        return
    st.markdown(_linked(whole))
    rows = [one for one in found.linkage.by_organisation if one.judged >= LEAST_PAIRS]
    if rows:
        tables.table(
            (_("Structure"), _("Paires jugées"), _("Justes"), _("Retrouvés")),
            [
                (
                    plain(one.name or one.group),
                    formats.whole(one.judged),
                    _estimate(one.precision),
                    _estimate(one.recall),
                )
                for one in rows
            ],
            alt=_("Justesse des rapprochements par structure"),
        )


def _linked(whole: Figures) -> str:
    text = _(
        "Sur 100 rapprochements faits, {right} sont justes ; sur 100 qu’il fallait "
        "faire, {made} sont faits (estimations sur {n} paires jugées)."
    )
    return text.format(
        right=_hundred(whole.precision),
        made=_hundred(whole.recall),
        n=formats.whole(whole.judged),
    )


def _hundred(share: object) -> str:
    estimate = getattr(share, "estimate", None)
    return formats.NOTHING if estimate is None else formats.decimal(100 * estimate)


def _estimate(share: object) -> str:
    estimate = getattr(share, "estimate", None)
    return formats.percent(estimate)


def _coverage(visit: Visit) -> None:
    """Say how much of the population of the neighbourhoods is known at all."""
    st.header(_("Les jeunes des quartiers prioritaires"), anchor=False)
    board = _board(visit)
    figures = list(board.figures.of("couverture", breakdown="")) if board else []
    told = [one for one in figures if one.value is not None]
    if not told:
        st.markdown(
            _(
                "La part des jeunes des quartiers qui sont connus n’est pas mesurée : "
                "il faut la population des 11 à 25 ans de chaque quartier "
                "(config/comparators.csv, Insee), à demander à l’agglomération."
            )
        )
        return
    one = told[0]
    text = _(
        "Sur 100 jeunes de 11 à 25 ans des quartiers prioritaires, environ {n} sont "
        "accompagnés par une structure ({period})."
    )
    share = formats.whole(100 * (one.value or 0))
    st.markdown(text.format(n=share, period=period_name(one.period)))


def _board(visit: Visit) -> BoardAnswer | None:
    if not visit.may("indicators.read_all"):
        return None
    held = st.session_state.get(ANSWER)
    if held is None or held[0] != visit.today:
        with st.spinner(_("Calcul en cours…")):
            try:
                found: BoardAnswer | None = read_all_indicators(visit.context)
            except Failure:
                found = None  # no extract yet
        held = (visit.today, found)
        st.session_state[ANSWER] = held
    answer: BoardAnswer | None = held[1]
    return answer


def _definition() -> None:
    with st.expander(_("Comment ces chiffres sont obtenus")):
        st.markdown(
            _(
                "Une donnée est à demander quand elle est connue pour moins de neuf "
                "jeunes sur dix ; des nouvelles, pour moins d’un sur deux depuis 180 "
                "jours ; un fichier, après 120 jours ; les lignes refusées, au-delà "
                "de 5 %. Ce n’est pas un classement des structures : leurs publics et "
                "leurs métiers diffèrent, et l’anonymat de la rue est un choix."
            )
        )
