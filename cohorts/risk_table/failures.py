"""What can be wrong with counts, one class per cause.

Failure
└── TableRefused            (TABLE-)
    ├── NoRow                TABLE-001
    ├── CellsUneven          TABLE-002
    ├── CellsOutOfRange      TABLE-003
    ├── UnknownGroup         TABLE-004
    ├── CountsDisagree       TABLE-005
    ├── EpisodesImpossible   TABLE-006
    └── FloorNeverReached    TABLE-007
"""

from config.failure import Failure
from config.translation import _


class TableRefused(Failure):
    """Base of the refusals of this room."""

    code = "TABLE-000"

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(
            what, not_done=_("Aucune estimation n’a été faite."), remedy=remedy
        )


class NoRow(TableRefused):
    """There is nothing to count."""

    code = "TABLE-001"

    def __init__(self) -> None:
        super().__init__(
            _("La table ne contient aucune personne."),
            _("Élargissez la définition, ou vérifiez le fichier."),
        )


class CellsUneven(TableRefused):
    """The columns of the counts differ in length.

    Args:
        column: the first column whose length differs.
    """

    code = "TABLE-002"

    def __init__(self, column: str) -> None:
        self.column = column
        super().__init__(
            _(
                "La colonne de comptage « {column} » manque ou n’a pas la longueur des "
                "autres."
            ).format(column=column),
            _("Donnez une valeur de chaque colonne par cellule."),
        )


class CellsOutOfRange(TableRefused):
    """A cell breaks an invariant of its column.

    Args:
        column: the column.
        n_cells: number of cells that break it.
    """

    code = "TABLE-003"

    def __init__(self, column: str, n_cells: int) -> None:
        self.column, self.n_cells = column, n_cells
        super().__init__(
            _(
                "{n} cellules ont une valeur impossible dans la colonne de comptage "
                "« {column} »."
            ).format(n=n_cells, column=column),
            _(
                "Vérifiez les durées (finies, positives), l’entrée (avant la sortie), "
                "les codes et les effectifs."
            ),
        )


class UnknownGroup(TableRefused):
    """A group was asked for that the counts do not hold."""

    code = "TABLE-004"

    def __init__(self) -> None:
        super().__init__(
            _("Ce groupe n’existe pas dans les comptages."),
            _("Choisissez l’un des groupes de la table."),
        )


class CountsDisagree(TableRefused):
    """Counts on different clocks, weighted and not, were to be merged."""

    code = "TABLE-005"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ces comptages ne se réunissent pas : leur horloge ou leur pondération "
                "diffère."
            ),
            _("Comptez-les avec la même horloge et la même pondération."),
        )


class EpisodesImpossible(TableRefused):
    """Episodes of one person that cannot follow each other.

    Args:
        n: how many episodes are concerned.
    """

    code = "TABLE-006"

    def __init__(self, n: int) -> None:
        self.n = n
        super().__init__(
            _(
                "Des épisodes ne se peuvent pas ({n}) : finir avant de commencer, "
                "chevaucher un autre de la même personne, ou ne pas commencer dans "
                "la situation où le précédent menait."
            ).format(n=n),
            _("Une personne est dans un seul épisode à la fois, de début à fin."),
        )


class FloorNeverReached(TableRefused):
    """At no time are as many at risk as a definition asks for.

    Args:
        floor: the number asked for.
    """

    code = "TABLE-007"

    def __init__(self, floor: int) -> None:
        self.floor = floor
        super().__init__(
            _("Le seuil de jeunes à risque n’est jamais atteint."),
            _("Abaissez « at_risk_floor », ou élargissez la population."),
        )
