"""A refusal of the programme → what to mend in a list: words for who has a file."""

from config.translation import _
from parcours.programme.failures import (
    AmountImpossible,
    BudgetUnbalanced,
    ListProblem,
    NotThere,
    ProgrammeRefused,
    WordUnknown,
)
from parcours.programme.listing import WORDS_SHEET


def problem_of(
    refusal: ProgrammeRefused, *, line: int, column: str, field: str
) -> ListProblem:
    """Say what to mend in which cell.

    Args:
        refusal: as the programme words it, for a page.
        line: of the file.
        column: title of the column.
        field: the field at fault.

    Returns:
        The same refusal, in the words of a file; never what the cell holds.
    """
    what, remedy = _said(refusal, column, field) or (refusal.what, refusal.remedy)
    return ListProblem(line, column, refusal.code, what, remedy)


def _said(refusal: ProgrammeRefused, column: str, field: str) -> tuple[str, str] | None:
    if isinstance(refusal, WordUnknown) and field.startswith("age"):
        return (
            _("Cet âge n’est pas possible."),
            _("Donnez un nombre d’années de 0 à 120, le plus petit d’abord."),
        )
    if isinstance(refusal, WordUnknown | NotThere):
        return (
            _("La colonne « {column} » contient un mot inconnu.").format(column=column),
            _("Reprenez un mot de la feuille « {sheet} » du modèle vide.").format(
                sheet=WORDS_SHEET
            ),
        )
    if isinstance(refusal, BudgetUnbalanced):
        return (
            refusal.what,
            _(
                "« {column} » doit égaler la somme de ce qui est demandé et des fonds "
                "propres, sur la même ligne."
            ).format(column=column),
        )
    if isinstance(refusal, AmountImpossible) and field == "granted":
        return (
            _("Un montant accordé n’est pas possible sur cette ligne."),
            _(
                "L’accordé ne dépasse pas le demandé du même financeur ; il reste vide "
                "tant que la demande n’est pas financée, et ne change plus ensuite ici."
            ),
        )
    return None
