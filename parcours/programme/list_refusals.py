"""Refusals of cells that hold several things: partners, costs."""

from config.translation import _
from parcours.programme.failures import ProgrammeRefused


class PartnerUnreadable(ProgrammeRefused):
    """A partner without what it is and what it does."""

    code = "PROGRAMME-022"

    def __init__(self) -> None:
        super().__init__(
            _("Un partenaire ne se lit pas dans cette cellule."),
            _("Écrivez « Nom (nature, rôle) » ; un point-virgule entre deux."),
            "partners",
        )


class CostsUnreadable(ProgrammeRefused):
    """A cost without a label or an amount."""

    code = "PROGRAMME-023"

    def __init__(self) -> None:
        super().__init__(
            _("Une dépense ne se lit pas dans cette cellule."),
            _("Écrivez « Libellé : montant » ; un point-virgule entre deux."),
            "costs",
        )


class CostsDoNotAddUp(ProgrammeRefused):
    """Costs in detail that make another total than the one given."""

    code = "PROGRAMME-024"

    def __init__(self) -> None:
        super().__init__(
            _("Le détail des dépenses ne fait pas le coût total."),
            _("Corrigez l’un des deux, ou videz la cellule du coût total."),
            "costs",
        )
