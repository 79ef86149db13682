"""What is wrong with the table that a model is to be fitted on, one class per cause.

RegressionRefused
├── ColumnMissing           REGRESSION-002
├── ValueUnknown            REGRESSION-003
├── TimesOutOfRange         REGRESSION-004
├── LevelEmpty              REGRESSION-005
├── NoCovariate             REGRESSION-010
├── ClusterMissing          REGRESSION-011
├── OrderMissing            REGRESSION-017
└── CauseUnknown            REGRESSION-018
"""

from cohorts.regression.failures import RegressionRefused
from config.translation import _


class ColumnMissing(RegressionRefused):
    """A column that the model names is not in the table.

    Args:
        column: its name.
    """

    code = "REGRESSION-002"

    def __init__(self, column: str) -> None:
        self.column = column
        super().__init__(
            _("La colonne « {column} » du modèle manque dans la table.").format(
                column=column
            ),
            _("Corrigez le nom de la colonne, ou retirez-la du modèle."),
        )


class ValueUnknown(RegressionRefused):
    """Some rows have no value in a column of the model, or one that is no number.

    Args:
        column: its name.
        n_rows: rows without a value.
    """

    code = "REGRESSION-003"

    def __init__(self, column: str, n_rows: int) -> None:
        self.column, self.n_rows = column, n_rows
        super().__init__(
            _(
                "{n} lignes n’ont pas de valeur utilisable dans la colonne "
                "« {column} » : les écarter en silence changerait la cohorte."
            ).format(n=n_rows, column=column),
            _(
                "Donnez à l’inconnu une modalité à lui, ou excluez ces lignes dans la "
                "définition."
            ),
        )


class TimesOutOfRange(RegressionRefused):
    """Some rows leave before they enter, or at an impossible time.

    Args:
        n_rows: such rows.
    """

    code = "REGRESSION-004"

    def __init__(self, n_rows: int) -> None:
        self.n_rows = n_rows
        super().__init__(
            _(
                "{n} lignes ont une durée, un code d’événement, un effectif ou un "
                "poids impossible (négatif, infini, sortie avant l’entrée)."
            ).format(n=n_rows),
            _("Corrigez ces lignes, ou excluez-les dans la définition."),
        )


class LevelEmpty(RegressionRefused):
    """A level of a covariate that was asked for has no row.

    Args:
        column: the covariate.
        level: the level.
    """

    code = "REGRESSION-005"

    def __init__(self, column: str, level: str) -> None:
        self.column, self.level = column, level
        super().__init__(
            _(
                "Aucune ligne n’a la modalité « {level} » de « {column} » : le groupe "
                "est vide."
            ).format(level=level, column=column),
            _(
                "Retirez cette modalité, regroupez-la avec une autre, ou choisissez "
                "une autre référence."
            ),
        )


class NoCovariate(RegressionRefused):
    """A model without covariate was asked for."""

    code = "REGRESSION-010"

    def __init__(self) -> None:
        super().__init__(
            _("Le modèle n’a aucune covariable."),
            _("Nommez au moins une covariable."),
        )


class ClusterMissing(RegressionRefused):
    """Rows of the same person need robust errors, and nothing says whose they are."""

    code = "REGRESSION-011"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Une personne peut avoir plusieurs lignes ici, et rien ne dit à qui "
                "elles sont : les erreurs types seraient trop petites."
            ),
            _("Nommez la colonne du pseudonyme."),
        )


class OrderMissing(RegressionRefused):
    """Episodes of one person overlap: their order is not defined.

    Args:
        n_rows: episodes that begin before the one before them ends.
    """

    code = "REGRESSION-017"

    def __init__(self, n_rows: int) -> None:
        self.n_rows = n_rows
        super().__init__(
            _(
                "{n} épisodes d’une même personne commencent avant la fin du précédent."
            ).format(n=n_rows),
            _("Donnez des épisodes qui se suivent sans se chevaucher."),
        )


class CauseUnknown(RegressionRefused):
    """A cause was asked for that nobody has.

    Args:
        cause: its code.
    """

    code = "REGRESSION-018"

    def __init__(self, cause: int) -> None:
        self.cause = cause
        super().__init__(
            _("Personne n’est sorti pour la cause de code {cause}.").format(
                cause=cause
            ),
            _("Choisissez l’une des causes de la table."),
        )
