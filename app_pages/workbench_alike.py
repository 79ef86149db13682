"""« Groupes appariés ou pondérés »: those reached beside others made alike."""

import streamlit as st

from app_pages import workbench_acts as acts
from app_pages.components import formats, notices, tables
from app_pages.components.groups import group_names
from app_pages.components.words import _, keyed
from app_pages.visit import Visit
from app_pages.workbench_acts import Asked, ratio_in_words
from app_pages.workbench_files import take_figures
from app_pages.workbench_kept import provenance
from app_pages.workbench_methods import tell_methods
from cohorts.charts.love import LoveRow, love_chart
from cohorts.definition.language import GROUPS, UNKNOWN_GROUP
from cohorts.workbench.acts import BEFORE, AlikeAnswer, BalanceTold
from cohorts.workbench.alike import AT_MONTH, HORIZON_MONTHS, How, compare_alike
from cohorts.workbench.methods import methods_of_alike
from cohorts.workbench.situations import OTHERS


OFFERED: tuple[How, ...] = ("weighted", "matched")
LANDMARKS = (1, 3, 6)
HORIZONS = (3, 6, 12, 24)


def show(asked: Asked) -> None:
    """Draw the design.

    Args:
        asked: actions and outcome.
    """
    left, middle, right = st.columns(3)
    how: How = left.selectbox(
        _("Rendre semblables par"),
        OFFERED,
        format_func={
            "weighted": _("pondération"),
            "matched": _("appariement, un à un"),
        }.__getitem__,
        key=keyed("bench_how"),
    )
    at = middle.selectbox(
        _("Date repère"),
        LANDMARKS,
        index=LANDMARKS.index(AT_MONTH),
        format_func=lambda n: _("{n} mois").format(n=n),
        key=keyed("bench_alike_at"),
    )
    horizon = right.selectbox(
        _("Suivi ensuite pendant"),
        HORIZONS,
        index=HORIZONS.index(HORIZON_MONTHS),
        format_func=lambda n: _("{n} mois").format(n=n),
        key=keyed("bench_alike_until"),
    )
    covariates = acts.covariates(asked)
    if not covariates:
        notices.nothing(
            _("Rien sur quoi rendre les groupes semblables."),
            _("Choisissez au moins une caractéristique connue à la date repère."),
        )
        return
    answer = asked.answer(
        "alike",
        how,
        at,
        horizon,
        covariates,
        make=lambda: compare_alike(
            asked.visit.context,
            name=asked.chosen.definition.name,
            kinds=asked.kinds,
            covariates=covariates,
            how=how,
            cause=asked.cause,
            at_month=at,
            horizon_months=horizon,
            control=asked.control,
            extract=asked.chosen.extract.name,
        ),
    )
    _results(asked, answer)


def _results(asked: Asked, answer: AlikeAnswer) -> None:
    st.markdown(f"## {_sentence(answer)}", anchors=False)
    st.markdown(provenance(answer.manifest, answer.n, _who(answer)))
    st.header(_("Les groupes sont-ils semblables ?"), anchor=False)
    _balance(asked, answer)
    st.header(
        _("Devenir observé après {n} mois").format(n=answer.at_month), anchor=False
    )
    acts.draw_sides(
        asked.visit,
        answer.curves,
        (_("Semblables, pas encore"), _("Y avaient eu part")),
        definition=answer.definition,
        key="bench_alike",
        alt=_(
            "Part ayant connu l’issue après la date repère dans les deux groupes "
            "rendus semblables ; répétée dans le tableau."
        ),
    )
    acts.draw_gaps(answer.gaps, head=_("Écart : ceux qui y ont eu part, moins l’autre"))
    st.markdown(
        _(
            "Rapport de risques instantanés : {ratio}. Écart du temps moyen sans "
            "l’issue : {months}."
        ).format(
            ratio=ratio_in_words(answer.ratio, answer.low, answer.high),
            months=acts.months_gained(
                answer.months_gained, answer.months_low, answer.months_high
            ),
        )
    )
    acts.how_to_read(
        _(
            "Deux groupes semblables sur ce qui est listé plus haut, à la même date, "
            "et ce qu’ils deviennent : une association. Un écart négatif au début qui "
            "s’efface ensuite montre un temps d’enfermement."
        ),
        _(
            "Ce n’est pas un effet : semblables sur l’âge ou le quartier ne veut pas "
            "dire semblables sur l’envie, la santé ou la famille."
        ),
    )
    acts.robustness(answer.e_value)
    acts.control_verdict(asked, answer.control.verdict if answer.control else None)
    tell_methods(methods_of_alike(answer))
    take_figures(asked.visit, answer.released)


def _who(answer: AlikeAnswer) -> str:
    reached = _("suivis à {at} mois : {m} y avaient eu part, {n} pas encore").format(
        at=answer.at_month,
        m=tables.count(answer.n_reached),
        n=tables.count(answer.n_others),
    )
    if answer.n_pairs is not None and answer.n_unmatched is not None:
        text = _("{n} paires, {m} sans semblable")
        more = text.format(
            n=tables.count(answer.n_pairs), m=tables.count(answer.n_unmatched)
        )
    else:
        assert answer.n_effective is not None  # noqa: S101
        others, own = answer.n_effective
        text = _("après pondération, l’équivalent de {m} face à {n}")
        more = text.format(m=tables.count(own), n=tables.count(others))
    return f"{reached} · {more}"


def _sentence(answer: AlikeAnswer) -> str:
    if not answer.alike:
        return _(
            "Les groupes ne sont pas semblables, même après coup (écart de {n}) : ne "
            "comparez pas ; changez de méthode, de date ou de caractéristiques."
        ).format(n=formats.decimal(answer.worst, 2))
    told = ratio_in_words(answer.ratio, answer.low, answer.high)
    if answer.low <= 1 <= answer.high:
        text = _(
            "Pas d’association établie : à caractéristiques semblables, ceux qui "
            "avaient eu part à l’action à {n} mois ne connaissent ensuite l’issue ni "
            "nettement plus ni nettement moins souvent, soit un rapport de {ratio}."
        )
    elif answer.ratio > 1:
        text = _(
            "Association : à caractéristiques semblables, ceux qui avaient eu part à "
            "l’action à {n} mois connaissent ensuite l’issue plus souvent, soit un "
            "rapport de {ratio}."
        )
    else:
        text = _(
            "Association : à caractéristiques semblables, ceux qui avaient eu part à "
            "l’action à {n} mois connaissent ensuite l’issue moins souvent, soit un "
            "rapport de {ratio}."
        )
    return text.format(n=answer.at_month, ratio=told)


def _balance(asked: Asked, answer: AlikeAnswer) -> None:
    named_rows = [(_level(asked.visit, row), row) for row in answer.balance]
    st.vega_lite_chart(
        love_chart(
            [
                LoveRow(name, row.difference, row.difference_after)
                for name, row in named_rows
            ],
            before=_("avant"),
            after=_("après"),
            look=asked.visit.look,
        ),
        theme=None,
        width="stretch",
        alt=_(
            "Écart standardisé entre les groupes pour chaque caractéristique, avant et "
            "après ; répété dans le tableau."
        ),
        key="bench_love",
    )
    heads = [
        _("Caractéristique"),
        _("Y avaient eu part"),
        _("Les autres"),
        _("Écart avant"),
        _("Écart après"),
    ]
    rows = [
        [
            name,
            formats.percent(row.reached),
            formats.percent(row.others),
            acts.signed(row.difference, 2),
            acts.signed(row.difference_after, 2),
        ]
        for name, row in named_rows
    ]
    tables.table(heads, rows, alt=_("Équilibre des groupes, avant et après"))
    st.caption(
        _(
            "Écart standardisé : entre −0,1 et 0,1 (bande grise), les groupes sont "
            "couramment dits semblables. Les niveaux rares sont réunis."
        )
    )
    if answer.left_out:
        names = ", ".join(acts.covariate_name(one) for one in answer.left_out)
        st.caption(
            _("Sans assez de jeunes des deux côtés, laissé de côté : {names}.").format(
                names=names
            )
        )


def _level(visit: Visit, row: BalanceTold) -> str:
    """Name a level; by itself where its words say of what."""
    if row.covariate == BEFORE:
        words = _("oui") if row.level == "1" else _("non")
    elif row.level == OTHERS:
        words = _("autres niveaux, réunis")
    else:
        words = group_names(visit.context, row.covariate, [row.level])[row.level]
        if row.covariate in GROUPS and row.level != UNKNOWN_GROUP:
            return words
    return _("{name} : {reading}").format(
        name=acts.covariate_name(row.covariate), reading=words
    )
