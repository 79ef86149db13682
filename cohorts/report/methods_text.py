"""What was done, in one paragraph that can be quoted, with its numbered references.

Each sentence is made from one fact of the definition, the estimate, or the rules, so
that none can say other than what was computed; a work is cited where its method was
used, and nowhere else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cohorts.definition.language import Clock, CohortDefinition
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.disclosure.rules import Rules
from cohorts.report.references import REFERENCES
from config.numbers import percent
from config.typography import _


Cite = Callable[..., str]


@dataclass(frozen=True)
class MethodFacts:
    """What a methods paragraph is made of.

    Attributes:
        method: as on the command line: aalen-johansen, cox, …
        confidence: width of the intervals, between 0 and 1.
        clock: unit of time; None = not a cohort's.
        n_causes: causes that end the wait, outcomes and competing ones.
        late_entry: "include" where they enter at their first day under observation,
            "exclude" where they are left out, None where nobody comes late.
        unknown_gap_days: longest unknown stretch bridged, None = not a rule of it.
        age_limit_years: age at which follow-up ends, None = never.
        at_risk_floor: the curve starts where so many are at risk, None = at zero.
        has_censoring: follow-up can end without an event.
        has_median: a median is given.
        has_means: restricted means are given.
        tests: names of tests between groups.
        untested_groups: groups are shown and their difference is not tested.
        ties: efron, breslow or exact, where the method shares tied events out.
        is_robust: errors are clustered by person.
        rules: the disclosure rules that were applied, None = exact figures.
    """

    method: str
    confidence: float = 0.95
    clock: Clock | None = None
    n_causes: int = 1
    late_entry: str | None = None
    unknown_gap_days: int | None = None
    age_limit_years: int | None = None
    at_risk_floor: int | None = None
    has_censoring: bool = True
    has_median: bool = False
    has_means: bool = False
    tests: tuple[str, ...] = ()
    untested_groups: bool = False
    ties: str | None = None
    is_robust: bool = False
    rules: Rules | None = None


@dataclass(frozen=True)
class MethodsText:
    """A methods paragraph.

    Attributes:
        paragraph: sentences in the language in use, references as [1], [2], …
        references: the works cited, in the order of their numbers.
    """

    paragraph: str
    references: tuple[str, ...]


def facts_of(
    definition: CohortDefinition,
    parts: Mapping[str, ReleasedEstimate],
    *,
    rules: Rules,
) -> MethodFacts:
    """Take the facts of a cohort's released figures.

    Args:
        definition: the cohort.
        parts: breakdown ("" = the whole) → released figures; at least one.
        rules: the disclosure rules in force.

    Returns:
        The facts.
    """
    estimates = [part.estimate for part in parts.values()]
    groups = [group for estimate in estimates for group in estimate.groups]
    exact = all(part.rules_version == "public_data" for part in parts.values())
    tests = dict.fromkeys(t.name for e in estimates for t in e.tests)
    several = any(len(estimate.groups) > 1 for estimate in estimates)
    censoring = definition.censoring
    return MethodFacts(
        method=estimates[0].method,
        confidence=estimates[0].confidence,
        clock=definition.clock,
        n_causes=len(definition.causes),
        late_entry=definition.origin.prevalent,
        unknown_gap_days=censoring.unknown_gap_days,
        age_limit_years=censoring.age_limit_years,
        at_risk_floor=definition.at_risk_floor,
        has_median=any(group.median is not None for group in groups),
        has_means=any(group.restricted_means for group in groups),
        tests=tuple(tests),
        untested_groups=several and not tests,
        rules=None if exact else rules,
    )


def methods_text(
    facts: MethodFacts, *, closing: Callable[[Cite], list[str]] | None = None
) -> MethodsText:
    """Write the paragraph in the language in use.

    Args:
        facts: what was done.
        closing: writes the last sentences, in place of those on protected counts.

    Returns:
        The paragraph and the works it cites.
    """
    cited: dict[str, int] = {}

    def cite(*keys: str) -> str:
        numbers = [cited.setdefault(key, len(cited) + 1) for key in keys]
        return "[" + ", ".join(map(str, numbers)) + "]"

    sentences = [
        *_clock(facts),
        *_method(facts, cite),
        *_followed(facts, cite),
        *_summaries(facts, cite),
        *_tested(facts, cite),
        *(closing(cite) if closing else _protected(facts)),
    ]
    return MethodsText(" ".join(sentences), tuple(REFERENCES[key] for key in cited))


def _clock(facts: MethodFacts) -> list[str]:
    texts = {
        "days": _("Le temps est compté en jours depuis la date d’origine."),
        "calendar_months": _(
            "Le temps est compté en mois civils depuis celui de la date d’origine."
        ),
        "age": _("Le temps est l’âge, en mois."),
    }
    return [texts[facts.clock]] if facts.clock else []


def _method(facts: MethodFacts, cite: Cite) -> list[str]:
    write = _METHODS.get(facts.method)
    texts = [] if write is None else [write(facts, cite)]
    if facts.ties == "efron":
        text = _("Les ex æquo sont répartis selon Efron {ref}.")
        texts.append(text.format(ref=cite("efron_1977")))
    elif facts.ties == "breslow":
        text = _("Les ex æquo sont traités selon Breslow {ref}.")
        texts.append(text.format(ref=cite("breslow_1974")))
    elif facts.ties == "exact":
        texts.append(_("Les ex æquo sont traités par la vraisemblance exacte."))
    if facts.is_robust:
        text = _(
            "Les erreurs types tiennent compte de ce qu’une même personne peut "
            "apparaître plusieurs fois {ref}."
        )
        texts.append(text.format(ref=cite("lin_wei_1989")))
    return texts


def _aalen_johansen(facts: MethodFacts, cite: Cite) -> str:
    level = percent(facts.confidence)
    if facts.n_causes < 2:
        text = _(
            "La part ayant connu l’issue à chaque délai est le complément de "
            "l’estimateur de Kaplan et Meier {ref} ; fourchettes ponctuelles à {level}."
        )
        return text.format(ref=cite("kaplan_meier_1958"), level=level)
    text = _(
        "La part ayant connu chaque issue à chaque délai est l’incidence cumulée "
        "d’Aalen et Johansen {ref} : une autre fin concurrence l’issue, elle n’est pas "
        "comptée comme une interruption du suivi. Les erreurs types sont celles du "
        "jackknife infinitésimal {error}, les fourchettes ponctuelles à {level} sont "
        "prises sur l’échelle logarithmique."
    )
    return text.format(
        ref=cite("aalen_johansen_1978"),
        error=cite("therneau_grambsch_2000"),
        level=level,
    )


def _kaplan_meier(facts: MethodFacts, cite: Cite) -> str:
    text = _(
        "La part encore sans événement est l’estimateur de Kaplan et Meier {ref} ; "
        "erreurs types de Greenwood {error}, fourchettes ponctuelles à {level} sur "
        "l’échelle log-log."
    )
    return text.format(
        ref=cite("kaplan_meier_1958"),
        error=cite("greenwood_1926"),
        level=percent(facts.confidence),
    )


def _plain(text: str, *keys: str) -> Callable[[MethodFacts, Cite], str]:
    """Make the sentence of a method that needs its references and its level alone."""

    def write(facts: MethodFacts, cite: Cite) -> str:
        level = percent(facts.confidence)
        return _(text).format(ref=cite(*keys), level=level)

    return write


_METHODS: Mapping[str, Callable[[MethodFacts, Cite], str]] = MappingProxyType(
    {
        "aalen-johansen": _aalen_johansen,
        "kaplan-meier": _kaplan_meier,
        "nelson-aalen": _plain(
            "Le risque cumulé est l’estimateur de Nelson et Aalen {ref} ; "
            "fourchettes ponctuelles à {level}.",
            "nelson_1972",
            "aalen_1978",
        ),
        "turnbull": _plain(
            "La part encore sans événement, connu entre deux dates seulement, est "
            "l’estimateur de Turnbull {ref} ; fourchettes ponctuelles à {level}.",
            "turnbull_1976",
        ),
        "multi-state": _plain(
            "La part dans chaque état est l’estimateur d’Aalen et Johansen {ref} ; "
            "fourchettes ponctuelles à {level}.",
            "aalen_johansen_1978",
        ),
        "mean-cumulative": _plain(
            "Le nombre moyen d’événements est la fonction moyenne cumulée, avec "
            "erreurs types robustes {ref} ; fourchettes ponctuelles à {level}.",
            "lawless_nadeau_1995",
        ),
        "cox": _plain(
            "Les rapports de risques viennent d’un modèle de Cox {ref} ; "
            "fourchettes à {level}.",
            "cox_1972",
        ),
        "fine-gray": _plain(
            "Les rapports de sous-répartition viennent d’un modèle de Fine et Gray "
            "{ref} ; fourchettes à {level}.",
            "fine_gray_1999",
        ),
        "discrete-time": _plain(
            "Les rapports viennent d’un modèle en temps discret, à lien log-log "
            "complémentaire {ref} ; fourchettes à {level}.",
            "prentice_gloeckler_1978",
        ),
        "firth": _plain(
            "Les rapports de risques viennent d’un modèle de Cox {ref} dont la "
            "vraisemblance est pénalisée, les événements étant rares ; fourchettes "
            "à {level}.",
            "cox_1972",
            "firth_1993",
        ),
        "andersen-gill": _plain(
            "Les rapports d’intensité d’événements répétés viennent d’un modèle "
            "d’Andersen et Gill {ref} ; fourchettes à {level}.",
            "andersen_gill_1982",
        ),
    }
)


def _followed(facts: MethodFacts, cite: Cite) -> list[str]:
    texts = []
    if facts.late_entry == "include":
        text = _(
            "Un jeune repéré après sa date d’origine ne compte parmi les suivis qu’à "
            "partir de ce jour (entrée tardive {ref})."
        )
        texts.append(text.format(ref=cite("andersen_1993")))
    elif facts.late_entry == "exclude":
        text = _("Les jeunes repérés après leur date d’origine sont écartés.")
        texts.append(text)
    if facts.at_risk_floor is not None:
        text = _(
            "La courbe part du premier temps où {n} jeunes sont suivis : elle se lit "
            "sachant qu’aucune issue n’est venue avant."
        )
        texts.append(text.format(n=facts.at_risk_floor))
    if facts.has_censoring:
        text = _(
            "Un suivi interrompu ou encore en cours est censuré à son dernier jour "
            "établi, ce qui suppose que ceux qui partent deviennent ce que deviennent "
            "ceux qui restent."
        )
        texts.append(text)
    if facts.unknown_gap_days is not None:
        text = _("Une période inconnue de plus de {n} jours interrompt le suivi.")
        texts.append(text.format(n=facts.unknown_gap_days))
    if facts.age_limit_years is not None:
        text = _("Le suivi s’arrête à {n} ans.")
        texts.append(text.format(n=facts.age_limit_years))
    return texts


def _summaries(facts: MethodFacts, cite: Cite) -> list[str]:
    texts = []
    if facts.has_median:
        text = _(
            "La médiane est le premier délai où la part atteint la moitié, ses limites "
            "sont ceux où les bornes de la fourchette l’atteignent {ref}."
        )
        texts.append(text.format(ref=cite("brookmeyer_crowley_1982")))
    if facts.has_means:
        text = _(
            "Le temps moyen avant toute issue est l’aire sous la courbe de ceux qui "
            "n’en ont connu aucune, jusqu’à l’horizon {ref}."
        )
        texts.append(text.format(ref=cite("royston_parmar_2013")))
    return texts


def _tested(facts: MethodFacts, cite: Cite) -> list[str]:
    texts = []
    if "log-rank" in facts.tests:
        text = _("Les groupes sont comparés par le test du log-rank {ref}.")
        texts.append(text.format(ref=cite("mantel_1966")))
    if "gray" in facts.tests:
        text = _("Les incidences cumulées sont comparées par le test de Gray {ref}.")
        texts.append(text.format(ref=cite("gray_1988")))
    if facts.untested_groups:
        text = _(
            "L’écart entre groupes n’est pas testé sur ces chiffres : l’arrondi le "
            "fausserait."
        )
        texts.append(text)
    return texts


def _protected(facts: MethodFacts) -> list[str]:
    rules = facts.rules
    if rules is None:
        return [_("Les chiffres sont exacts : les données sont publiques.")]
    text = _(
        "Avant tout calcul, les effectifs cumulés sont relevés en fin de mois et "
        "arrondis à un multiple de {base} ; un groupe de moins de {least} jeunes, ou "
        "qui en laisserait deviner un, n’est pas montré ; une courbe s’arrête où moins "
        "de {floor} jeunes restent suivis ; les fourchettes sont élargies de ce que "
        "l’arrondi peut cacher (règles de diffusion, version {version})."
    )
    return [
        text.format(
            base=rules.rounding_base,
            least=rules.threshold_publication,
            floor=rules.minimum_at_risk,
            version=rules.version,
        )
    ]
