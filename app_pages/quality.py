"""« Qualité des rapprochements »: how many links are right, how many are missing."""

from collections.abc import Sequence

import streamlit as st

from app_pages.components import formats, notices
from app_pages.components.share_chart import ShareRow, share_chart
from app_pages.components.tables import table
from app_pages.components.words import NARROW, _, plain
from app_pages.visit import Visit
from config.failure import Failure
from config.translation import current_language
from parcours.matching.quality import (
    LEAST_PAIRS,
    Band,
    Figures,
    Quality,
    read_quality,
)
from parcours.matching.sampling import Share


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Qualité des rapprochements"), anchor=False)
    try:
        found = read_quality(visit.context, desk=visit.desk)
    except Failure as refusal:
        notices.refused(refusal)
        return
    if found.drawn_at is None or found.whole.judged < LEAST_PAIRS:
        notices.nothing(
            _("La qualité des rapprochements n’est pas encore mesurée."),
            _(
                "Elle le sera quand les vérificateurs auront jugé au moins {n} paires "
                "prises au hasard, sur la page « Rapprochements », « Contrôle de "
                "qualité ». Jugées à ce jour : {judged} ; encore à juger : {left}."
            ).format(
                n=LEAST_PAIRS,
                judged=found.whole.judged,
                left=max(LEAST_PAIRS - found.whole.judged, 0),
            ),
        )
        return
    st.markdown(f"## {_sentence(found.whole)}", anchors=False)
    st.caption(_basis(visit, found))
    _by_group(visit, found)
    _calibration(visit, found.bands)
    _definition()


def _sentence(whole: Figures) -> str:
    right = _("Sur 100 rapprochements faits, on estime que {share} sont justes.")
    made = _("Sur 100 qu’il fallait faire, {share} sont faits.")
    parts = [
        text.format(share=_of_hundred(share))
        for text, share in ((right, whole.precision), (made, whole.recall))
        if share is not None
    ]
    return " ".join(parts)


def _basis(visit: Visit, found: Quality) -> str:
    drawn = visit.day_of(found.drawn_at) if found.drawn_at else None
    text = _(
        "{judged} paires jugées, tirées au sort le {day} ; {waiting} attendent encore. "
        "Entre parenthèses : entre quelles valeurs se trouve très probablement le vrai "
        "chiffre (fourchette à 95 %)."
    )
    return text.format(
        judged=formats.whole(found.whole.judged),
        day=formats.day(drawn),
        waiting=formats.whole(found.waiting),
    )


def _by_group(visit: Visit, found: Quality) -> None:
    st.header(_("Par structure et par année"), anchor=False)
    groups = (*found.by_organisation, *found.by_year)
    whole = _("Ensemble")
    named = [(whole, found.whole), *((g.name or g.group, g) for g in groups)]
    words = _("{name} : {share}")
    rows = [
        ShareRow(
            words.format(name=name, share=_share(one.precision)),
            one.precision.estimate,
            one.precision.low,
            one.precision.high,
        )
        for name, one in named
        if one.precision is not None
    ]
    st.markdown(_("Part des rapprochements faits qui sont justes."))
    _chart(visit, rows, key="quality_groups", alt=_("Part des rapprochements justes."))
    table(
        ["", _("Rapprochements"), _("Paires jugées"), _("Justes"), _("Retrouvés")],
        [
            [
                plain(name),
                formats.whole(one.links),
                formats.whole(one.judged),
                _share(one.precision),
                _share(one.recall),
            ]
            for name, one in named
        ],
        alt=_("Justesse des rapprochements par structure et par année."),
    )
    st.caption(
        _(
            "Une structure ou une année de moins de 11 rapprochements n’est pas "
            "montrée : le chiffre dirait trop de quelques jeunes."
        )
    )


def _calibration(visit: Visit, bands: Sequence[Band]) -> None:
    st.header(_("Le calcul sait-il quand il doute ?"), anchor=False)
    st.markdown(
        _(
            "Pour chaque tranche de probabilité annoncée (croix), la part de paires "
            "jugées « même jeune » (point). Bien réglé, le point est près de la croix."
        )
    )
    words = _("{low} à {high} : annoncé {announced}, observé {share}")
    named = [
        (
            words.format(
                low=_percent(band.low),
                high=_percent(band.high),
                announced=_percent(band.predicted),
                share=_share(band.observed),
            ),
            band,
        )
        for band in bands
    ]
    rows = [
        ShareRow(
            text,
            band.observed.estimate,
            band.observed.low,
            band.observed.high,
            announced=band.predicted,
        )
        for text, band in named
        if band.observed is not None
    ]
    alt = _("Probabilité annoncée et part observée, par tranche.")
    _chart(visit, rows, key="quality_bands", alt=alt)
    table(
        [_("Tranche"), _("Paires"), _("Jugées"), _("Annoncé"), _("Observé")],
        [
            [
                f"{_percent(band.low)} – {_percent(band.high)}",
                formats.whole(band.pairs),
                formats.whole(band.judged),
                _percent(band.predicted),
                _share(band.observed),
            ]
            for band in bands
        ],
        alt=alt,
    )


def _definition() -> None:
    with st.expander(_("Comment ces chiffres sont obtenus")):
        st.markdown(
            _(
                "Des paires sont tirées au sort dans chaque tranche de ressemblance, "
                "rapprochées ou non, puis jugées par une personne qui ne sait pas ce "
                "que le calcul en a fait. « Justes » (précision) : part des "
                "rapprochements faits qui réunissent bien un seul jeune. « Retrouvés » "
                "(rappel) : part des vrais rapprochements qui ont été faits. Les "
                "paires qui ne partagent aucune clé, ou comparées à moins de 1 %, "
                "n’ont pas été tirées : le rappel ne les compte pas. Intervalles de "
                "Wilson, réunis par la méthode MOVER."
            )
        )


def _chart(visit: Visit, rows: Sequence[ShareRow], *, key: str, alt: str) -> None:
    if rows:
        chart = share_chart(rows, look=visit.look)
        st.vega_lite_chart(chart, theme=None, width="stretch", alt=alt, key=key)


def _of_hundred(share: Share) -> str:
    text = _("{estimate} ({low} à {high})")
    ends = (share.estimate, share.low, share.high)
    estimate, low, high = (formats.decimal(100 * end) for end in ends)
    return text.format(estimate=estimate, low=low, high=high)


def _share(share: Share | None) -> str:
    if share is None:
        return _("pas encore jugé")
    text = _("{estimate} ({low} à {high})")
    low, high = (formats.decimal(100 * end) for end in (share.low, share.high))
    told = text.format(estimate=_percent(share.estimate), low=low, high=high)
    return told.replace(" ", "\N{NO-BREAK SPACE}")


def _percent(share: float) -> str:
    space = NARROW if current_language() == "fr" else ""
    return f"{formats.decimal(100 * share)}{space}%"
