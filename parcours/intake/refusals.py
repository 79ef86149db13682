"""The catalogue of intake codes: each rule, and how to mend what breaks it.

One place, because the code is what the partner, the help page and the tests share. The
texts are French source texts, translated when they are shown.
"""

from dataclasses import dataclass
from typing import Literal

from config.translation import _


Level = Literal["file", "row", "warning", "undo"]


@dataclass(frozen=True)
class Rule:
    """One rule of intake.

    Attributes:
        level: what it stops: the file, the row, nothing (a warning), or an undo.
        what: the rule, a French source text.
        remedy: how to mend it, a French source text.
    """

    level: Level
    what: str
    remedy: str


@dataclass(frozen=True, order=True)
class Refusal:
    """A rule broken at a place. Never holds the value.

    Attributes:
        line: line in the file, from 1.
        column: header of the column as the file has it, None for the whole row.
        code: key of `RULES`.
    """

    line: int
    column: str | None
    code: str

    def as_dict(self) -> dict[str, str | int | None]:
        """Give the place and the code, as the JSON answer lists them."""
        return {"line": self.line, "column": self.column, "code": self.code}


RULES: dict[str, Rule] = {
    "INTAKE-001": Rule(
        "file",
        "Le fichier dépasse la taille admise.",
        "Envoyez-le en plusieurs parties.",
    ),
    "INTAKE-002": Rule(
        "file",
        "Le fichier est vide.",
        "Exportez-le de nouveau depuis votre logiciel.",
    ),
    "INTAKE-003": Rule(
        "file",
        "Le fichier contient des caractères illisibles : son encodage est abîmé.",
        "Exportez-le de nouveau en « CSV UTF-8 ».",
    ),
    "INTAKE-004": Rule(
        "file",
        "Aucune ligne de titres de colonnes ne correspond au modèle.",
        "Vérifiez le modèle, s’il est choisi, et que chaque colonne a un titre en "
        "toutes lettres.",
    ),
    "INTAKE-005": Rule(
        "file",
        "Des colonnes sont en double.",
        "Gardez une seule colonne de chaque, puis renvoyez le fichier.",
    ),
    "INTAKE-006": Rule(
        "file",
        "Le fichier est coupé : sa dernière ligne est incomplète.",
        "Exportez-le et transférez-le de nouveau, en entier.",
    ),
    "INTAKE-007": Rule(
        "file",
        "Des guillemets sont mal placés, les colonnes ne peuvent être séparées.",
        "Corrigez les guillemets de cette ligne ou de la précédente.",
    ),
    "INTAKE-008": Rule(
        "file",
        "Une cellule est plus longue que ce qui est admis.",
        "Raccourcissez la cellule ou retirez sa colonne.",
    ),
    "INTAKE-009": Rule(
        "file",
        "Le fichier a trop de lignes ou de colonnes.",
        "Envoyez-le en plusieurs parties, sans colonne inutile.",
    ),
    "INTAKE-010": Rule(
        "file",
        "Le nombre de lignes n’est pas celui qui a été annoncé.",
        "Demandez au partenaire le fichier entier, ou corrigez le nombre annoncé.",
    ),
    "INTAKE-011": Rule(
        "file",
        "Le classeur est dangereux à ouvrir (archive piégée, macros, liens externes "
        "ou entités XML).",
        "Enregistrez seulement les données dans un nouveau classeur .xlsx ou en CSV.",
    ),
    "INTAKE-012": Rule(
        "row",
        "Une date est attendue, comme 31/12/2024 ou 2024-12-31.",
        "Corrigez la date dans cette cellule.",
    ),
    "INTAKE-013": Rule(
        "file",
        "Le classeur ne peut être lu : il est protégé, abîmé ou d’un autre format.",
        "Enregistrez-le sans mot de passe, au format .xlsx ou en CSV.",
    ),
    "INTAKE-014": Rule(
        "file",
        "Ce modèle d’import n’existe pas dans cette configuration.",
        "Choisissez un modèle de config/partners, ou donnez le chemin d’un fichier.",
    ),
    "INTAKE-015": Rule(
        "file",
        "Le modèle cite un code absent des nomenclatures.",
        "Corrigez le modèle ou ajoutez le code à la nomenclature.",
    ),
    "INTAKE-016": Rule(
        "file",
        "Il manque les colonnes minimales : une identité ou un code, et un fait daté.",
        "Ajoutez les colonnes manquantes, puis renvoyez le fichier.",
    ),
    "INTAKE-017": Rule(
        "file",
        "Des lignes sont refusées et « tout ou rien » est demandé.",
        "Corrigez les lignes signalées, ou chargez sans « tout ou rien ».",
    ),
    "INTAKE-018": Rule(
        "file",
        "L’organisme qui envoie le fichier n’est pas désigné.",
        "Donnez son code avec --organisation.",
    ),
    "INTAKE-019": Rule(
        "file",
        "Le fichier ne peut être ouvert.",
        "Vérifiez le chemin du fichier et le droit de le lire.",
    ),
    "INTAKE-020": Rule(
        "row",
        "La ligne n’a pas autant de cellules que l’en-tête.",
        "Vérifiez les séparateurs et les guillemets de cette ligne.",
    ),
    "INTAKE-021": Rule(
        "row",
        "Une cellule a la forme d’un numéro de sécurité sociale, interdit ici.",
        "Supprimez ce numéro du fichier avant de le renvoyer.",
    ),
    "INTAKE-022": Rule(
        "row",
        "Une cellule contient une formule ou une erreur de calcul.",
        "Collez les valeurs à la place des formules.",
    ),
    "INTAKE-023": Rule(
        "row",
        "La date se lit de deux façons (jour et mois).",
        "Écrivez-la comme 2009-04-03.",
    ),
    "INTAKE-024": Rule(
        "row",
        "Cette date n’existe pas dans l’ordre déclaré par le modèle.",
        "Vérifiez que le jour et le mois ne sont pas inversés.",
    ),
    "INTAKE-025": Rule(
        "row",
        "La date est à plus de deux ans dans le futur.",
        "Corrigez l’année.",
    ),
    "INTAKE-026": Rule(
        "row",
        "La fin précède le début.",
        "Corrigez l’une des deux dates.",
    ),
    "INTAKE-027": Rule(
        "row",
        "La date de naissance et une autre date ne vont pas ensemble pour un jeune.",
        "Vérifiez la date de naissance et les autres dates de la ligne.",
    ),
    "INTAKE-028": Rule(
        "row",
        "Il manque de quoi reconnaître la personne : un code, ou un nom et un prénom.",
        "Complétez le code, ou le nom et le prénom.",
    ),
    "INTAKE-029": Rule(
        "row",
        "La ligne ne donne aucun fait daté.",
        "Complétez au moins une date.",
    ),
    "INTAKE-030": Rule(
        "row",
        "Ce mot n’est pas dans la liste du modèle.",
        "Employez un mot de la liste, ou ajoutez-le au modèle.",
    ),
    "INTAKE-031": Rule(
        "row",
        "Un nombre est attendu.",
        "Écrivez un nombre, comme 7 ou 7,5.",
    ),
    "INTAKE-032": Rule(
        "row",
        "Le nombre est hors des bornes admises.",
        "Vérifiez ce nombre.",
    ),
    "INTAKE-033": Rule(
        "row",
        "Le sexe ou la civilité n’est pas reconnu.",
        "Écrivez F ou M, ou laissez vide.",
    ),
    "INTAKE-034": Rule(
        "row",
        "Le code postal doit avoir cinq chiffres.",
        "Corrigez le code postal, ou laissez vide.",
    ),
    "INTAKE-035": Rule(
        "row",
        "Le texte est trop long pour cette colonne.",
        "Raccourcissez-le : seuls des mots courts sont admis.",
    ),
    "INTAKE-036": Rule(
        "row",
        "Le code n’a pas la forme attendue, ou peut être un nom.",
        "Donnez un code avec au moins un chiffre, sans nom ni prénom.",
    ),
    "INTAKE-037": Rule(
        "row",
        "Une partie dépasse le total des participants.",
        "Vérifiez les nombres de cette ligne.",
    ),
    "INTAKE-038": Rule(
        "row",
        "Il manque une valeur obligatoire.",
        "Complétez cette cellule.",
    ),
    "INTAKE-039": Rule(
        "row",
        "Cette ligne concerne un jeune qui a été effacé à sa demande ou à échéance.",
        "Retirez-la de vos envois ; s’il revient de lui-même, saisissez-le à la main.",
    ),
    "INTAKE-040": Rule(
        "file",
        "Ce fichier est d’un autre modèle, qu’aucune convention ne couvre pour cet "
        "organisme.",
        "Déposez-le avec le compte de l’organisme qui l’envoie, ou faites compléter "
        "la convention.",
    ),
    "INTAKE-041": Rule(
        "file",
        "Aucun fichier n’est en main : il a été laissé, chargé, ou oublié après une "
        "demi-heure.",
        "Déposez-le de nouveau.",
    ),
    "INTAKE-042": Rule(
        "file",
        "Un chargement est déjà en cours pour ce compte.",
        "Attendez qu’il finisse.",
    ),
    "INTAKE-043": Rule(
        "file",
        "Ce sens n’existe pas dans le modèle.",
        "Choisissez parmi les sens proposés, pour une colonne du fichier en main.",
    ),
    "INTAKE-050": Rule(
        "warning",
        "Naissance au 1er janvier : peut-être une date par défaut.",
        "Vérifiez la date si vous le pouvez ; la ligne est chargée.",
    ),
    "INTAKE-051": Rule(
        "warning",
        "Ce mot n’est pas dans la liste du modèle : il n’a pas été repris.",
        "Ajoutez-le au modèle si vous en avez besoin ; le reste est chargé.",
    ),
    "INTAKE-052": Rule(
        "warning",
        "Ce quartier n’est pas connu du territoire : il n’a pas été repris.",
        "Ajoutez ce nom aux quartiers de la configuration ; le reste est chargé.",
    ),
    "INTAKE-053": Rule(
        "warning",
        "D’autres feuilles du classeur conviennent aussi : elles n’ont pas été lues.",
        "Envoyez chaque feuille dans un fichier, ou mettez tout sur une seule.",
    ),
    "INTAKE-054": Rule(
        "warning",
        "Cette date de naissance est une valeur par défaut : elle n’a pas été reprise.",
        "Complétez-la si vous la connaissez ; la ligne est chargée sans elle.",
    ),
    "INTAKE-060": Rule(
        "undo",
        "Ce lot n’existe pas.",
        "Vérifiez la référence donnée lors du chargement.",
    ),
    "INTAKE-061": Rule(
        "undo",
        "Ce lot est déjà retiré.",
        "Rien n’est à faire.",
    ),
    "INTAKE-062": Rule(
        "undo",
        "Un travail plus récent repose sur ce lot.",
        "Retirez d’abord ce travail, ou corrigez les faits un par un.",
    ),
}


def rule_text(code: str) -> str:
    """Say a rule in the language in use.

    Args:
        code: key of `RULES`.

    Returns:
        One sentence.
    """
    return _(RULES[code].what)


def remedy_text(code: str) -> str:
    """Say how to mend a broken rule, in the language in use.

    Args:
        code: key of `RULES`.

    Returns:
        One sentence.
    """
    return _(RULES[code].remedy)


_TITLES: dict[Level, str] = {
    "file": "Le fichier entier est refusé",
    "row": "La ligne est refusée, les autres se chargent",
    "warning": "Signalé, le reste se charge",
    "undo": "Le retrait d’un lot est refusé",
}


def codes_page() -> str:
    """Write the help page of the codes, kept as `docs/intake-codes.md`.

    Returns:
        Markdown, in French.
    """
    lines = [
        "# Codes de l’import",
        "",
        "Page écrite par `parcours.intake.refusals.codes_page()` ; un test compare.",
    ]
    for level, title in _TITLES.items():
        lines += ["", f"## {title}", "", "| code | règle | remède |", "|---|---|---|"]
        lines += [
            f"| {code} | {rule.what} | {rule.remedy} |"
            for code, rule in RULES.items()
            if rule.level == level
        ]
    return "\n".join(lines) + "\n"
