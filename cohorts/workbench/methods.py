"""What was done for an answer of the bench, in one paragraph, with its references."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cohorts.definition.language import CohortDefinition
from cohorts.event_table.load import Manifest
from cohorts.report.methods_text import (
    Cite,
    MethodFacts,
    MethodsText,
    methods_text,
)
from cohorts.workbench.acts import AlikeAnswer, LandmarkAnswer, TrialAnswer
from cohorts.workbench.answers import ModelAnswer, PathsAnswer, StatesAnswer
from cohorts.workbench.exposures import ExposureAnswer
from config.numbers import day, decimal
from config.typography import _


MODELS: Mapping[str, str] = MappingProxyType(
    {
        "cox": "cox",
        "fine-gray": "fine-gray",
        "discrete": "discrete-time",
        "firth": "firth",
    }
)
CONFIDENCE = 0.95


def methods_of_states(answer: StatesAnswer) -> MethodsText:
    """Say how situations were followed.

    Args:
        answer: situations over time.

    Returns:
        The paragraph, in the language in use, and the works it cites.
    """

    def closing(cite: Cite) -> list[str]:
        stays = _(
            "Le temps moyen passé dans chaque situation est l’aire sous sa courbe "
            "jusqu’à {n} mois {ref}, erreurs types du jackknife infinitésimal {error}."
        )
        return [
            stays.format(
                n=answer.horizon_months,
                ref=cite("royston_parmar_2013"),
                error=cite("therneau_grambsch_2000"),
            ),
            _(
                "Un changement est un passage observé d’une situation à la suivante ; "
                "sa part est prise sur tous les départs observés de la première."
            ),
            *_rest(answer.definition, answer.manifest),
        ]

    facts = _followed(answer.definition, method="multi-state")
    return methods_text(facts, closing=closing)


def methods_of_paths(
    answer: PathsAnswer, *, distance: str, is_chosen: bool
) -> MethodsText:
    """Say how paths were typed.

    Args:
        answer: typical paths.
        distance: om, hamming or dynamic_hamming.
        is_chosen: the number of types was chosen by the reader.

    Returns:
        As `methods_of_states`.
    """

    def closing(cite: Cite) -> list[str]:
        paths = _(
            "Chaque parcours est la suite des situations de {n} mois depuis l’origine, "
            "lues le premier jour du mois ; les jeunes connus moins longtemps n’y sont "
            "pas {ref}."
        )
        number = (
            _("Leur nombre est choisi ; silhouette moyenne {width} {ref}.")
            if is_chosen
            else _(
                "Leur nombre, de 2 à 8, est celui de la plus grande largeur moyenne de "
                "silhouette, {width} {ref}."
            )
        )
        width = answer.qualities[len(answer.types) + answer.hidden_types]
        types = _("Les types sont faits autour de médoïdes (PAM) {ref}.")
        form = _(
            "La diversité d’un mois est l’entropie de Shannon des parts, sur son "
            "maximum ; la complexité d’un parcours est celle de TraMineR {ref}, la "
            "turbulence celle d’Elzinga et Liefbroer, sur son maximum {other}."
        )
        return [
            paths.format(n=answer.months, ref=cite("gabadinho_2011")),
            _DISTANCES[distance](cite),
            types.format(ref=cite("kaufman_rousseeuw_1990")),
            number.format(width=decimal(width, 2), ref=cite("rousseeuw_1987")),
            form.format(
                ref=cite("gabadinho_2011"), other=cite("elzinga_liefbroer_2007")
            ),
            *_rest(answer.definition, answer.manifest),
        ]

    facts = MethodFacts(method="sequences", has_censoring=False)
    return methods_text(facts, closing=closing)


def _matching(cite: Cite) -> str:
    text = _(
        "Deux parcours sont comparés par optimal matching {ref} : une insertion ou une "
        "suppression coûte 1, une substitution 2."
    )
    return text.format(ref=cite("abbott_forrest_1986"))


def _hamming(cite: Cite) -> str:
    text = _(
        "Deux parcours sont aussi loin l’un de l’autre que de mois où leurs situations "
        "diffèrent (Hamming {ref})."
    )
    return text.format(ref=cite("hamming_1950"))


def _dynamic(cite: Cite) -> str:
    text = _(
        "Deux parcours sont comparés mois à mois, une différence coûtant selon les "
        "passages de ce mois (Hamming dynamique {ref})."
    )
    return text.format(ref=cite("lesnard_2010"))


_DISTANCES: Mapping[str, Callable[[Cite], str]] = MappingProxyType(
    {"om": _matching, "hamming": _hamming, "dynamic_hamming": _dynamic}
)


def methods_of_model(answer: ModelAnswer) -> MethodsText:
    """Say how a model was fitted.

    Args:
        answer: the model.

    Returns:
        As `methods_of_states`.
    """

    def closing(cite: Cite) -> list[str]:
        texts = []
        if answer.proportional:
            text = _(
                "La constance des rapports dans le temps est vérifiée sur les résidus "
                "de Schoenfeld {ref}."
            )
            texts.append(text.format(ref=cite("grambsch_therneau_1994")))
        if answer.adjusted:
            texts.append(
                _(
                    "Les courbes ajustées sont la moyenne de celles que le modèle "
                    "prédit à chacun, s’il avait le niveau dit (standardisation)."
                )
            )
        texts.append(
            _(
                "Les niveaux que trop peu de jeunes ou d’issues représentent ne "
                "prennent pas part au modèle."
            )
        )
        return [*texts, *_rest(answer.definition, answer.manifest)]

    facts = _followed(
        answer.definition,
        method=MODELS[answer.kind],
        confidence=answer.model.confidence,
        ties=answer.model.ties,
        is_robust=answer.model.robust,
    )
    return methods_text(facts, closing=closing)


def methods_of_exposure(answer: ExposureAnswer) -> MethodsText:
    """Say how an outcome was read beside what was done.

    Args:
        answer: the exposure.

    Returns:
        As `methods_of_states`.
    """

    def closing(cite: Cite) -> list[str]:
        varying = _(
            "Chacun compte comme non exposé jusqu’à ce que l’action commence : compter "
            "l’attente comme vécue sous elle fausserait le rapport (temps immortel "
            "{ref})."
        )
        return [
            varying.format(ref=cite("suissa_2008")),
            _unseen(cite),
            *_rest(answer.definition, answer.manifest),
        ]

    facts = _followed(answer.definition, method="cox", ties="efron")
    return methods_text(facts, closing=closing)


def methods_of_landmark(answer: LandmarkAnswer) -> MethodsText:
    """Say how sides known at landmarks were compared.

    Args:
        answer: after each landmark.

    Returns:
        As `methods_of_states`.
    """

    def closing(cite: Cite) -> list[str]:
        text = _(
            "À chaque date repère, seuls les jeunes encore suivis et sans l’issue sont "
            "comparés, rangés selon ce qu’ils avaient déjà vécu {ref} ; les rapports "
            "ne sont pas ajustés."
        )
        return [
            text.format(ref=cite("anderson_1983")),
            _unseen(cite),
            *_rest(answer.definition, answer.manifest),
        ]

    facts = _followed(answer.definition, method="cox", ties="efron")
    return methods_text(facts, closing=closing)


def methods_of_trial(answer: TrialAnswer) -> MethodsText:
    """Say how a trial was emulated.

    Args:
        answer: both strategies.

    Returns:
        As `methods_of_states`.
    """

    def closing(cite: Cite) -> list[str]:
        text = _(
            "Un essai est déclaré puis reconstitué {ref} : chaque jeune est copié dans "
            "les deux stratégies, sa copie cesse d’être suivie quand il s’en écarte, "
            "et les copies restantes sont pondérées par l’inverse de leur probabilité "
            "d’y rester. Intervalles : {n} rééchantillons de jeunes."
        )
        return [
            text.format(ref=cite("hernan_robins_2016"), n=answer.n_draws),
            _unseen(cite),
            *_rest(answer.definition, answer.manifest),
        ]

    facts = _followed(answer.definition, method="cox", ties="efron")
    return methods_text(facts, closing=closing)


def methods_of_alike(answer: AlikeAnswer) -> MethodsText:
    """Say how two sides were made alike.

    Args:
        answer: pairs, or weights.

    Returns:
        As `methods_of_states`.
    """

    def closing(cite: Cite) -> list[str]:
        made = (
            _(
                "Chaque jeune touché à la date repère est apparié à un autre de score "
                "de propension voisin {ref} ; erreurs robustes par paire."
            )
            if answer.design == "matched"
            else _(
                "Les jeunes sont pondérés par l’inverse de leur probabilité d’être "
                "touchés à la date repère {ref} ; erreurs robustes."
            )
        )
        alike = _(
            "La ressemblance est dite par les écarts standardisés, avant et après "
            "{ref}. Intervalles des courbes : {n} rééchantillons de jeunes."
        )
        return [
            made.format(ref=cite("rosenbaum_rubin_1983")),
            alike.format(ref=cite("austin_2009"), n=answer.n_draws),
            _unseen(cite),
            *_rest(answer.definition, answer.manifest),
        ]

    facts = _followed(answer.definition, method="cox", ties="efron", is_robust=True)
    return methods_text(facts, closing=closing)


def _unseen(cite: Cite) -> str:
    text = _(
        "La valeur E dit la force qu’une différence non mesurée devrait avoir pour "
        "expliquer le rapport à elle seule {ref}."
    )
    return text.format(ref=cite("vanderweele_ding_2017"))


def _followed(
    definition: CohortDefinition,
    *,
    method: str,
    confidence: float = CONFIDENCE,
    ties: str | None = None,
    is_robust: bool = False,
) -> MethodFacts:
    censoring = definition.censoring
    return MethodFacts(
        method=method,
        confidence=confidence,
        clock=definition.clock,
        n_causes=len(definition.causes),
        late_entry=definition.origin.prevalent,
        unknown_gap_days=censoring.unknown_gap_days,
        age_limit_years=censoring.age_limit_years,
        ties=ties,
        is_robust=is_robust,
    )


def _rest(definition: CohortDefinition, manifest: Manifest) -> list[str]:
    """Say on what it rests, and what is protected in it."""
    source = _(
        "Cohorte « {name} » (définition {digest}), extrait « {extract} », connu au "
        "{day}, règles de parcours {version}."
    )
    return [
        _(
            "Sur la page, les estimations sont exactes et les effectifs arrondis ; "
            "dans les fichiers, parts, durées et effectifs sont arrondis à des blocs "
            "de jeunes et les petites cases laissées vides."
        ),
        source.format(
            name=definition.name,
            digest=definition.hash[:12],
            extract=manifest.extract,
            day=day(manifest.as_of),
            version=manifest.rules_version,
        ),
    ]
