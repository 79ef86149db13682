"""Why a model cannot be fitted, one class per cause.

Failure
└── RegressionRefused           (REGRESSION-)
    ├── NoEvent                 REGRESSION-001
    ├── ConstantCovariate       REGRESSION-006
    ├── CollinearCovariates     REGRESSION-007
    ├── Separation              REGRESSION-008
    ├── NotConverged            REGRESSION-009
    ├── TooManyColumns          REGRESSION-012
    ├── TimesNotWhole           REGRESSION-013
    ├── LateEntryNotCovered     REGRESSION-014
    ├── TooLargeForFirth        REGRESSION-015
    ├── TimeDoesNotVary         REGRESSION-016
    ├── TooLargeForPeriods      REGRESSION-019
    ├── TooLargeForExact        REGRESSION-020
    ├── RobustErrorUnknown      REGRESSION-021
    ├── TruncationBreaks        REGRESSION-022
    └── what is wrong with the table: `table_failures`

The names in the messages are those of columns and of levels of a covariate, which the
evaluator chose; never a value of a person.
"""

from collections.abc import Sequence

from config.failure import Failure
from config.translation import _


class RegressionRefused(Failure):
    """Base of the refusals of this room."""

    code = "REGRESSION-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(
            what, not_done=_("Aucun modèle n’a été ajusté."), remedy=remedy
        )


class NoEvent(RegressionRefused):
    """Nobody had the event, or never while another person was at risk."""

    code = "REGRESSION-001"

    def __init__(self) -> None:
        super().__init__(
            _("Aucun événement n’est observé : un modèle n’a rien à apprendre."),
            _(
                "Vérifiez le code de l’événement, allongez le suivi ou élargissez la "
                "cohorte."
            ),
        )


class ConstantCovariate(RegressionRefused):
    """A covariate does not vary among those at risk when events happen.

    Args:
        name: the coefficient's name.
    """

    code = "REGRESSION-006"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _(
                "« {name} » a la même valeur pour toutes les personnes à risque "
                "quand un événement survient : son effet ne peut pas être estimé."
            ).format(name=name),
            _(
                "Retirez cette covariable ; si elle définit les strates, elle ne peut "
                "pas être aussi une covariable."
            ),
        )


class CollinearCovariates(RegressionRefused):
    """A covariate is a combination of others.

    Args:
        name: the coefficient's name.
        others: the coefficients that it is made of.
    """

    code = "REGRESSION-007"

    def __init__(self, name: str, others: Sequence[str]) -> None:
        self.name, self.others = name, tuple(others)
        super().__init__(
            _(
                "« {name} » se déduit exactement de {others} : leurs effets ne "
                "peuvent pas être séparés."
            ).format(name=name, others=", ".join(f"« {other} »" for other in others)),
            _("Retirez l’une de ces covariables, ou regroupez-les."),
        )


class Separation(RegressionRefused):
    """Some combination of covariates rules the event out, or makes it certain.

    Args:
        names: the coefficients that run away to infinity.
    """

    code = "REGRESSION-008"

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            _(
                "Séparation : {names} — un groupe n’a aucun événement, ou les a tous "
                "avant les autres ; le coefficient serait infini."
            ).format(names=", ".join(f"« {name} »" for name in names)),
            _(
                "Regroupez les modalités rares, retirez la covariable, ou choisissez "
                "la méthode de Firth, faite pour peu d’événements."
            ),
        )


class NotConverged(RegressionRefused):
    """The iterations did not settle.

    Args:
        n_iterations: how many were made.
    """

    code = "REGRESSION-009"

    def __init__(self, n_iterations: int) -> None:
        self.n_iterations = n_iterations
        super().__init__(
            _("Le calcul ne s’est pas stabilisé après {n} itérations.").format(
                n=n_iterations
            ),
            _(
                "Simplifiez le modèle : moins de covariables, des modalités plus "
                "larges, des valeurs extrêmes vérifiées."
            ),
        )


class TooManyColumns(RegressionRefused):
    """The covariates make more coefficients than there are events.

    Args:
        n_columns: coefficients.
        n_events: events.
    """

    code = "REGRESSION-012"

    def __init__(self, n_columns: int, n_events: int) -> None:
        self.n_columns, self.n_events = n_columns, n_events
        super().__init__(
            _(
                "Le modèle demande {columns} coefficients pour {events} événements."
            ).format(columns=n_columns, events=n_events),
            _(
                "Retirez des covariables, regroupez des modalités ou utilisez des "
                "strates."
            ),
        )


class TimesNotWhole(RegressionRefused):
    """A model by whole periods was asked for times that are not whole."""

    code = "REGRESSION-013"

    def __init__(self) -> None:
        super().__init__(
            _("Le modèle à temps discret compte des périodes entières."),
            _(
                "Comptez le temps en mois entiers (horloge « calendar_months »), ou "
                "choisissez le modèle de Cox."
            ),
        )


class LateEntryNotCovered(RegressionRefused):
    """The method has no right answer where rows enter late."""

    code = "REGRESSION-014"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Le modèle de Fine et Gray n’admet pas cette entrée tardive : une même "
                "personne y a plusieurs lignes, ou la convention demandée (cmprsk) ne "
                "la connaît pas."
            ),
            _("Choisissez le modèle de Cox par cause, qui l’admet."),
        )


class TruncationBreaks(RegressionRefused):
    """Some enter while nobody else is under observation: no share has entered."""

    code = "REGRESSION-022"

    def __init__(self) -> None:
        super().__init__(
            _(
                "À un moment, tous ceux qu’on observe viennent d’entrer : le modèle de "
                "Fine et Gray ne peut peser ceux qui sont partis avant."
            ),
            _(
                "Commencez plus tard, là où plusieurs sont déjà suivis, ou choisissez "
                "le modèle de Cox par cause."
            ),
        )


class TooLargeForFirth(RegressionRefused):
    """Firth's correction is for few events; here they are many.

    Args:
        n_events: events.
        most: the most that is computed.
    """

    code = "REGRESSION-015"

    def __init__(self, n_events: int, most: int) -> None:
        self.n_events, self.most = n_events, most
        super().__init__(
            _(
                "La correction de Firth est faite pour peu d’événements : {n} ici, "
                "{most} au plus."
            ).format(n=n_events, most=most),
            _("Choisissez le modèle de Cox : la correction n’y changerait rien."),
        )


class TimeDoesNotVary(RegressionRefused):
    """The function of time chosen for the check is the same at nearly all events."""

    code = "REGRESSION-016"

    def __init__(self) -> None:
        super().__init__(
            _(
                "La transformation du temps choisie ne varie pas assez entre les "
                "événements : la proportionnalité n’est pas vérifiable ainsi."
            ),
            _(
                "Choisissez la transformation « rank » ou « identity », ou retirez "
                "les entrées tardives où presque personne n’est à risque."
            ),
        )


class TooLargeForPeriods(RegressionRefused):
    """The table of periods by patterns would not fit in memory.

    Args:
        n_cells: periods times patterns.
        most: the most that is computed.
    """

    code = "REGRESSION-019"

    def __init__(self, n_cells: int, most: int) -> None:
        self.n_cells, self.most = n_cells, most
        super().__init__(
            _(
                "Le modèle à temps discret demanderait {n} cases (périodes fois "
                "profils), {most} au plus."
            ).format(n=n_cells, most=most),
            _(
                "Mettez les covariables en classes, ou comptez le temps en périodes "
                "plus longues."
            ),
        )


class TooLargeForExact(RegressionRefused):
    """Exact ties are for a table of single persons that is not too large."""

    code = "REGRESSION-020"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Les ex æquo exacts demandent une ligne par personne, sans poids, et "
                "une table qui n’est pas trop grande."
            ),
            _("Choisissez efron, ou le modèle à temps discret."),
        )


class RobustErrorUnknown(RegressionRefused):
    """Too few persons stand behind the rows for errors that hold by person.

    Args:
        n_persons: distinct persons.
        n_columns: coefficients.
    """

    code = "REGRESSION-021"

    def __init__(self, n_persons: int, n_columns: int) -> None:
        self.n_persons, self.n_columns = n_persons, n_columns
        super().__init__(
            _(
                "Erreur robuste impossible : {persons} personnes différentes pour "
                "{columns} coefficients, ou leurs écarts s’annulent exactement."
            ).format(persons=n_persons, columns=n_columns),
            _(
                "Vérifiez la colonne de la personne ; il en faut nettement plus que de "
                "coefficients."
            ),
        )
