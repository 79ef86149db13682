"""What the programme refuses, one class per cause.

Failure
└── ProgrammeRefused          (PROGRAMME-)
    ├── NotThere               PROGRAMME-001
    ├── WordUnknown            PROGRAMME-002
    ├── TerritoryUnknown       PROGRAMME-003
    ├── BudgetUnbalanced       PROGRAMME-004
    ├── AmountImpossible       PROGRAMME-005
    ├── TransitionImpossible   PROGRAMME-006
    ├── TransitionNotYours     PROGRAMME-007
    ├── ConditionMissing       PROGRAMME-008
    ├── ApplicationChanged     PROGRAMME-009
    ├── NoLongerEditable       PROGRAMME-010
    ├── TextRefused            PROGRAMME-011
    ├── DaysImpossible         PROGRAMME-012
    ├── CodeTaken              PROGRAMME-013
    ├── LevelMisplaced         PROGRAMME-014
    ├── TooFewAnswers          PROGRAMME-015
    ├── NotWithCouncil         PROGRAMME-016
    ├── MeasureImpossible      PROGRAMME-017
    ├── CellUnreadable         PROGRAMME-018
    ├── ListRefused            PROGRAMME-019
    ├── BudgetDetailed         PROGRAMME-020
    └── ColumnMissing          PROGRAMME-021
"""

from collections.abc import Sequence
from dataclasses import dataclass

from config.failure import Failure, Where
from config.numbers import euros
from config.translation import _, counted


class ProgrammeRefused(Failure):
    """Base of the refusals of the programme; nothing is then written."""

    code = "PROGRAMME-000"

    def __init__(self, what: str, remedy: str, field: str | None = None) -> None:
        super().__init__(
            what,
            where=Where(column=field),
            not_done=_("Rien n’a été enregistré ; votre saisie est conservée."),
            remedy=remedy,
        )
        self.field = field


class NotThere(ProgrammeRefused):
    """A contract, call, level, application or action that is not on record."""

    code = "PROGRAMME-001"

    def __init__(self, field: str) -> None:
        super().__init__(
            _("Ce qui est désigné ici n’est pas dans la programmation."),
            _("Choisissez une valeur de la liste, ou créez-la d’abord."),
            field,
        )


class WordUnknown(ProgrammeRefused):
    """A code that `programme.yaml` does not hold."""

    code = "PROGRAMME-002"

    def __init__(self, field: str) -> None:
        super().__init__(
            _("Ce mot n’est pas dans la liste du territoire."),
            _("Choisissez une valeur de la liste."),
            field,
        )


class TerritoryUnknown(ProgrammeRefused):
    """A neighbourhood or commune that the territory does not hold."""

    code = "PROGRAMME-003"

    def __init__(self, field: str = "places") -> None:
        super().__init__(
            _("Ce code de quartier ou de commune n’est pas connu du territoire."),
            _("Corrigez le code, ou ajoutez le quartier à territories.yaml."),
            field,
        )


class BudgetUnbalanced(ProgrammeRefused):
    """What is asked does not equal what it costs.

    Args:
        cost_cents: sum of the expenses.
        income_cents: sum of the income.
    """

    code = "PROGRAMME-004"

    def __init__(self, *, cost_cents: int, income_cents: int) -> None:
        what = _(
            "Le budget ne s’équilibre pas : {cost} de dépenses, {income} de recettes."
        )
        super().__init__(
            what.format(cost=euros(cost_cents), income=euros(income_cents)),
            _("Corrigez une ligne : les deux totaux doivent être égaux."),
            "budget",
        )


class AmountImpossible(ProgrammeRefused):
    """A negative or too large amount, or more granted than asked."""

    code = "PROGRAMME-005"

    def __init__(self, field: str = "amount") -> None:
        super().__init__(
            _("Ce montant n’est pas possible."),
            _("Donnez un montant positif ; l’accordé ne dépasse pas le demandé."),
            field,
        )


class TransitionImpossible(ProgrammeRefused):
    """No transition leads from this state to that one."""

    code = "PROGRAMME-006"

    def __init__(self) -> None:
        super().__init__(
            _("Une demande ne passe pas de cet état à celui-là."),
            _("Suivez les étapes proposées sur la page de la demande."),
            "state",
        )


class TransitionNotYours(ProgrammeRefused):
    """The transition is of another role."""

    code = "PROGRAMME-007"

    def __init__(self) -> None:
        super().__init__(
            _("Cette étape revient à un autre rôle."),
            _("Demandez au chef de projet de la franchir."),
            "state",
        )


class ConditionMissing(ProgrammeRefused):
    """What the transition requires is not there yet.

    Args:
        condition: its name in `programme.yaml`.
    """

    code = "PROGRAMME-008"

    def __init__(self, condition: str) -> None:
        texts = {
            "complete": _("Il manque le titre, le résumé, l’objectif ou un thème."),
            "balanced": _("Le budget ne s’équilibre pas, ou il est vide."),
            "call_open": _("L’appel à projets n’est pas ouvert aujourd’hui."),
            "instructed": _("Aucune institution n’a encore donné son avis."),
            "heard": _("Le conseil citoyen n’a pas encore donné son avis."),
            "amounts": _("Il manque le montant accordé par un financeur."),
            "reason": _("Il faut dire pourquoi, en une phrase."),
            "report": _("Le bilan de l’action n’a pas été reçu."),
        }
        super().__init__(
            texts[condition],
            _("Complétez la demande, puis reprenez cette étape."),
            condition,
        )
        self.condition = condition


class ApplicationChanged(ProgrammeRefused):
    """Somebody else changed the application meanwhile."""

    code = "PROGRAMME-009"

    def __init__(self) -> None:
        super().__init__(
            _("Quelqu’un d’autre a changé cette demande entre-temps."),
            _("Relisez-la, puis enregistrez à nouveau."),
        )


class NoLongerEditable(ProgrammeRefused):
    """What was put to the council, or decided, does not change any more."""

    code = "PROGRAMME-010"

    def __init__(self) -> None:
        super().__init__(
            _("Cette demande ne se modifie plus dans son état."),
            _("Une demande ajournée se reprend ; une action financée se suit."),
        )


class TextRefused(ProgrammeRefused):
    """A text that is missing, too long, or shaped like a national number."""

    code = "PROGRAMME-011"

    def __init__(self, field: str, *, most: int) -> None:
        what = _("Ce texte manque, dépasse {n} signes, ou contient un numéro interdit.")
        super().__init__(
            what.format(n=most),
            _("Écrivez-le en quelques phrases, sans nom ni numéro de personne."),
            field,
        )


class DaysImpossible(ProgrammeRefused):
    """An end before its start, or days outside what holds them."""

    code = "PROGRAMME-012"

    def __init__(self, field: str = "ends_on") -> None:
        super().__init__(
            _("Ces dates ne sont pas possibles."),
            _("La fin vient après le début, dans les dates du contrat."),
            field,
        )


class CodeTaken(ProgrammeRefused):
    """A code that is used already, or is no code."""

    code = "PROGRAMME-013"

    def __init__(self, field: str = "code") -> None:
        super().__init__(
            _("Ce code est déjà pris, ou n’est pas un code."),
            _("Prenez des lettres, des chiffres, « - » et « _ », 40 signes au plus."),
            field,
        )


class LevelMisplaced(ProgrammeRefused):
    """A level that the generation does not have there."""

    code = "PROGRAMME-014"

    def __init__(self) -> None:
        super().__init__(
            _("Ce niveau n’a pas sa place ici dans ce contrat."),
            _("Un objectif se range sous un pilier ou une priorité de son contrat."),
            "parent",
        )


class TooFewAnswers(ProgrammeRefused):
    """A survey of so few residents that it would tell of each."""

    code = "PROGRAMME-015"

    def __init__(self, *, fewest: int) -> None:
        what = _("Une enquête de moins de {n} réponses n’est pas gardée.")
        super().__init__(
            what.format(n=fewest),
            _("Attendez d’autres réponses, ou réunissez plusieurs enquêtes."),
            "n_answered",
        )


class NotWithCouncil(ProgrammeRefused):
    """The council gives opinions on what is put to it, before the decision."""

    code = "PROGRAMME-016"

    def __init__(self) -> None:
        super().__init__(
            _("Cette demande n’est pas à l’avis du conseil citoyen."),
            _("L’avis se donne avant le comité ; les questions restent possibles."),
        )


class MeasureImpossible(ProgrammeRefused):
    """A measure that cannot be: a share over 100, fewer asked than answered."""

    code = "PROGRAMME-017"

    def __init__(self, field: str = "after") -> None:
        super().__init__(
            _("Cette mesure n’est pas possible."),
            _("Une part va de 0 à 100 ; on ne répond pas plus qu’on n’interroge."),
            field,
        )


class CellUnreadable(ProgrammeRefused):
    """A formula, an error of a spreadsheet, or more cells than titles."""

    code = "PROGRAMME-018"

    def __init__(self) -> None:
        super().__init__(
            _("Cette cellule contient une formule ou ne se lit pas."),
            _("Collez la valeur à la place de la formule."),
        )


@dataclass(frozen=True)
class ListProblem:
    """A place of a programming list that cannot be, and why; never what it holds.

    Attributes:
        line: line of the file, from 1.
        column: title of the column.
        code: of the refusal.
        what: the rule that is broken.
        remedy: how to mend it.
    """

    line: int
    column: str
    code: str
    what: str
    remedy: str


class ListRefused(ProgrammeRefused):
    """A programming list of which a line cannot be kept; nothing of it is.

    Args:
        problems: by line, at least one.
    """

    code = "PROGRAMME-019"

    def __init__(self, problems: Sequence[ListProblem]) -> None:
        what = counted(
            len(problems),
            one=_("{n} cellule de cette liste est à corriger."),
            many=_("{n} cellules de cette liste sont à corriger."),
        )
        remedy = _("Corrigez les cellules indiquées, puis envoyez de nouveau la liste.")
        super().__init__(what, remedy)
        self.not_done = _("Aucune ligne du fichier n’a été enregistrée.")
        self.problems = tuple(problems)

    def __str__(self) -> str:
        place = _("  ligne {line}, colonne « {column} » : {code} {rule}")
        told = [
            place.format(line=x.line, column=x.column, code=x.code, rule=x.what)
            for x in self.problems
        ]
        return "\n".join([super().__str__(), *told])


class BudgetDetailed(ProgrammeRefused):
    """A list tells of one cost and one line per funder; this budget has more."""

    code = "PROGRAMME-020"

    def __init__(self) -> None:
        super().__init__(
            _("Ce budget a plus de lignes qu’une liste n’en montre."),
            _("Corrigez ses montants sur la page de la demande."),
            "budget",
        )


class ColumnMissing(ProgrammeRefused):
    """A list without a column that it cannot do without.

    Args:
        title: of the column.
    """

    code = "PROGRAMME-021"

    def __init__(self, title: str) -> None:
        what = _("La colonne « {title} » manque.").format(title=title)
        super().__init__(what, _("Partez du modèle vide de la page du contrat."))
        self.not_done = _("Aucune ligne du fichier n’a été enregistrée.")
