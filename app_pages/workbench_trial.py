"""« Essai reconstitué »: a trial that nobody made, declared and emulated."""

import streamlit as st

from app_pages import workbench_acts as acts
from app_pages.components import formats, notices, tables
from app_pages.components.words import _, keyed, named
from app_pages.workbench_acts import Asked, ratio_in_words
from app_pages.workbench_files import take_figures
from app_pages.workbench_kept import provenance
from app_pages.workbench_methods import tell_methods
from cohorts.exposure.protocol import Control
from cohorts.workbench.acts import TrialAnswer
from cohorts.workbench.methods import methods_of_trial
from cohorts.workbench.trials import (
    GRACE_MONTHS,
    HORIZON_MONTHS,
    emulate_strategies,
)


GRACES = (1, 2, 3, 6)
HORIZONS = (3, 6, 12, 24)
STRATEGIES: tuple[Control, ...] = ("never", "later")
HEAVY = 10.0  # weight from which one case counts for many


def show(asked: Asked) -> None:
    """Draw the design.

    Args:
        asked: actions and outcome.
    """
    left, middle, right = st.columns(3)
    grace = left.selectbox(
        _("Commencer dans les"),
        GRACES,
        index=GRACES.index(GRACE_MONTHS),
        format_func=lambda n: _("{n} mois").format(n=n),
        key=keyed("bench_grace"),
    )
    strategy: Control = middle.selectbox(
        _("Face à"),
        STRATEGIES,
        format_func=_strategies().__getitem__,
        key=keyed("bench_strategy"),
    )
    horizons = [n for n in HORIZONS if n > grace]
    horizon = right.selectbox(
        _("Suivi pendant"),
        horizons,
        index=horizons.index(max(HORIZON_MONTHS, horizons[0])),
        format_func=lambda n: _("{n} mois").format(n=n),
        key=keyed(f"bench_trial_until_{grace}"),
    )
    covariates = acts.covariates(asked)
    if not covariates:
        notices.nothing(
            _("Rien ne rend les deux stratégies comparables."),
            _("Choisissez au moins une caractéristique dont le départ peut dépendre."),
        )
        return
    answer = asked.answer(
        "trial",
        grace,
        strategy,
        horizon,
        covariates,
        make=lambda: emulate_strategies(
            asked.visit.context,
            name=asked.chosen.definition.name,
            kinds=asked.kinds,
            covariates=covariates,
            cause=asked.cause,
            grace_months=grace,
            horizon_months=horizon,
            strategy=strategy,
            control=asked.control,
            extract=asked.chosen.extract.name,
        ),
    )
    _results(asked, answer)


def _strategies() -> dict[Control, str]:
    return {
        "never": _("ne jamais commencer"),
        "later": _("ne pas commencer dans ce délai"),
    }


def _results(asked: Asked, answer: TrialAnswer) -> None:
    st.markdown(f"## {_sentence(answer)}", anchors=False)
    started = _("{n} ont commencé dans le délai").format(
        n=tables.count(answer.n_started)
    )
    st.markdown(provenance(answer.manifest, answer.n, started))
    names = (
        _first_up(_strategies()["later" if _is_later(answer) else "never"]),
        _("Commencer dans les {n} mois").format(n=answer.grace_months),
    )
    acts.draw_sides(
        asked.visit,
        answer.curves,
        names,
        definition=answer.definition,
        key="bench_trial",
        alt=_(
            "Part qui connaîtrait l’issue sous chaque stratégie, mois par mois ; "
            "répétée dans le tableau."
        ),
    )
    acts.draw_gaps(answer.gaps, head=_("Écart : commencer, moins l’autre stratégie"))
    st.markdown(
        _(
            "Rapport des parts à {n} mois : {ratio}. Écart du temps moyen sans "
            "l’issue : {months}."
        ).format(
            n=answer.horizon_months,
            ratio=ratio_in_words(answer.ratio, answer.low, answer.high),
            months=acts.months_gained(
                answer.months_gained, answer.months_low, answer.months_high
            ),
        )
    )
    _protocol(asked, answer)
    acts.how_to_read(
        _(
            "Ce que donnerait un essai si les hypothèses du tableau étaient vraies. Un "
            "écart négatif au début qui s’efface ensuite montre un temps "
            "d’enfermement : pendant l’action, on ne cherche pas ailleurs."
        ),
        _(
            "Aucun tirage au sort n’a eu lieu : si ce qui fait commencer n’est pas "
            "mesuré, cet écart est faux, et rien ici ne le montre."
        ),
    )
    if answer.largest_weight > HEAVY:
        st.markdown(
            _(
                "Un même cas compte jusqu’à {n} fois : peu de jeunes font comme la "
                "stratégie le demande, la fourchette est à lire avant le chiffre."
            ).format(n=formats.whole(round(answer.largest_weight)))
        )
    acts.robustness(answer.e_value)
    acts.control_verdict(asked, answer.control.verdict if answer.control else None)
    tell_methods(methods_of_trial(answer))
    take_figures(asked.visit, answer.released)


def _is_later(answer: TrialAnswer) -> bool:
    return answer.control_strategy == "later"


def _sentence(answer: TrialAnswer) -> str:
    last = answer.gaps[-1]
    told = acts.points(last.difference, last.low, last.high)
    if last.low <= 0 <= last.high:
        text = _(
            "Pas d’effet établi : commencer dans les {grace} mois ne changerait pas "
            "nettement la part qui connaît l’issue à {n} mois, soit {gap}."
        )
    elif last.difference > 0:
        text = _(
            "Effet estimé, sous les hypothèses déclarées : commencer dans les {grace} "
            "mois augmenterait la part qui connaît l’issue à {n} mois, soit {gap}."
        )
    else:
        text = _(
            "Effet estimé, sous les hypothèses déclarées : commencer dans les {grace} "
            "mois réduirait la part qui connaît l’issue à {n} mois, soit {gap}."
        )
    return text.format(grace=answer.grace_months, n=answer.horizon_months, gap=told)


def _protocol(asked: Asked, answer: TrialAnswer) -> None:
    st.header(_("Le protocole, déclaré"), anchor=False)
    known = asked.visit.context.nomenclature.interventions
    actions = ", ".join(named(known[code].labels) for code in answer.kinds)
    covariates = ", ".join(
        _first_down(acts.covariate_name(one)) for one in answer.covariates
    )
    outcome = next(
        named(one.label) for one in answer.definition.causes if one.code == answer.cause
    )
    rows = [
        (
            _("Qui"),
            _(
                "Les jeunes de la cohorte « {name} ». Hors de l’essai : {before} qui "
                "avaient déjà eu part à l’action, {late} observés après leur départ "
                "seulement."
            ).format(
                name=named(answer.definition.label),
                before=tables.count(answer.n_before),
                late=tables.count(answer.n_late),
            ),
        ),
        (_("Jour zéro"), _("L’origine de chacun dans la cohorte.")),
        (
            _("Stratégie étudiée"),
            _("Commencer ({what}) dans les {n} mois.").format(
                what=actions, n=answer.grace_months
            ),
        ),
        (
            _("Stratégie comparée"),
            _first_up(_strategies()["later" if _is_later(answer) else "never"]) + ".",
        ),
        (
            _("Attribution"),
            _(
                "Chaque jeune est suivi sous les deux stratégies, jusqu’au jour où il "
                "s’écarte de l’une ; ceux qui s’y tiennent comptent aussi pour leurs "
                "semblables qui s’en écartent."
            ),
        ),
        (_("Issue"), f"{_first_up(outcome)}."),
        (_("Suivi"), _("{n} mois.").format(n=answer.horizon_months)),
        (
            _("Hypothèses"),
            _(
                "Ce qui fait commencer et compte pour l’issue tient dans : {names}, et "
                "dans le mois. Chacun pouvait commencer ou non. Perdre un jeune de vue "
                "ne dit rien de son issue."
            ).format(names=covariates),
        ),
        (
            _("Fourchettes"),
            _("{n} cohortes retirées au sort parmi ces jeunes.").format(
                n=formats.whole(answer.n_draws)
            ),
        ),
    ]
    tables.table(
        [_("Élément"), _("Dans cet essai")],
        [list(row) for row in rows],
        alt=_("Protocole de l’essai reconstitué"),
    )


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _first_down(text: str) -> str:
    return text[:1].lower() + text[1:]
