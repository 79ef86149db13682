"""What a preview and a loading say on a terminal."""

from config.translation import _, counted
from parcours.intake.refusals import Refusal, rule_text
from parcours.intake.results import IntakeAnswer, Preview


FIRST_PROBLEMS = 10


def preview_text(found: Preview) -> str:
    """Say what a file would bring.

    Args:
        found: the preview.

    Returns:
        Lines of text.
    """
    lines = [
        _("Aperçu : rien n’est enregistré."),
        _("Modèle {template}, expéditeur {organisation}, encodage {encoding}").format(
            template=found.template,
            organisation=found.organisation,
            encoding=found.encoding,
        ),
        _rows(
            found,
            _("{n} à charger").format(n=found.accepted),
        ),
        _difference(found.difference),
    ]
    lines += _sheets(found.sheet, found.other_sheets)
    if found.total_lines:
        lines.append(_("Lignes de total passées : {n}").format(n=found.total_lines))
    if found.accents:
        places = ", ".join(f"{line} ({column})" for line, column in found.accents)
        lines.append(_("Accents à relire, ligne (colonne) : {p}").format(p=places))
    lines += _columns(found.dropped_columns, found.unknown_columns)
    return "\n".join(lines + _problems(found.refused))


def loaded_text(done: IntakeAnswer) -> str:
    """Say what a loading did.

    Args:
        done: its answer.

    Returns:
        Lines of text.
    """
    lines = [
        _("Lot {batch}").format(batch=done.batch or "—"),
        _rows(
            done, counted(done.accepted, one=_("{n} chargée"), many=_("{n} chargées"))
        ),
        _difference(done.difference),
        _people(done),
    ]
    if done.to_review:
        lines.append(_what_is_counted(done.to_review))
    if done.kept_alone:
        lines.append(_kept_alone(done.kept_alone))
    lines += _sheets(done.sheet, done.other_sheets)
    forbidden = done.dropped_columns[
        : len(done.dropped_columns) - len(done.unknown_columns)
    ]
    lines += _columns(forbidden, done.unknown_columns)
    return "\n".join(lines + _problems(done.refused))


def _rows(told: Preview | IntakeAnswer, first: str) -> str:
    rows = counted(told.rows, one=_("{n} ligne"), many=_("{n} lignes"))
    known = counted(
        told.already_known, one=_("{n} déjà connue"), many=_("{n} déjà connues")
    )
    n_refused = len({refusal.line for refusal in told.refused})
    refused = counted(n_refused, one=_("{n} refusée"), many=_("{n} refusées"))
    return _("{rows} : {parts}").format(
        rows=rows, parts=", ".join((first, known, refused))
    )


def _people(done: IntakeAnswer) -> str:
    new = counted(
        done.persons_new, one=_("{n} jeune nouveau"), many=_("{n} jeunes nouveaux")
    )
    known = counted(done.persons_linked, one=_("{n} reconnu"), many=_("{n} reconnus"))
    review = _("{n} à vérifier").format(n=done.to_review)
    facts = counted(done.facts, one=_("{n} fait"), many=_("{n} faits"))
    return _("{people} ; {facts}").format(
        people=", ".join((new, known, review)), facts=facts
    )


def _what_is_counted(n: int) -> str:
    """Say that young people are counted here, where reviewers count questions."""
    young = counted(n, one=_("{n} jeune"), many=_("{n} jeunes"))
    return _(
        "À vérifier : {young} de ce fichier, et non des questions. Une question peut "
        "porter sur deux d’entre eux, et un fichier suivant peut la régler : "
        "« parcours linkage review » dit combien attendent."
    ).format(young=young)


def _kept_alone(n: int) -> str:
    return counted(
        n,
        one=_(
            "{n} jeune de ce fichier a refusé que ses dossiers chez vous soient "
            "rapprochés, peut-être sous un autre code : son dossier reste seul"
        ),
        many=_(
            "{n} jeunes de ce fichier ont refusé que leurs dossiers chez vous soient "
            "rapprochés, peut-être sous un autre code : leurs dossiers restent seuls"
        ),
    )


def _sheets(read: str | None, others: tuple[str, ...]) -> list[str]:
    lines = [] if read is None else [_("Feuille : {sheet}").format(sheet=read)]
    if others:
        names = ", ".join(others)
        lines.append(
            _("Attention, feuilles non lues qui conviennent aussi : {names}").format(
                names=names
            )
        )
    return lines


def _difference(counts: dict[str, int]) -> str:
    new = counted(counts["new"], one=_("{n} nouvelle"), many=_("{n} nouvelles"))
    changed = counted(counts["changed"], one=_("{n} changée"), many=_("{n} changées"))
    gone = counted(
        counts["disappeared"], one=_("{n} disparue"), many=_("{n} disparues")
    )
    return f"{new}, {changed}, {gone}"


def _columns(forbidden: tuple[str, ...], unknown: tuple[str, ...]) -> list[str]:
    lines = []
    if forbidden:
        names = ", ".join(forbidden)
        lines.append(_("Colonnes interdites, non lues : {names}").format(names=names))
    if unknown:
        names = ", ".join(unknown)
        lines.append(_("Colonnes hors modèle, écartées : {names}").format(names=names))
    return lines


def _problems(refused: tuple[Refusal, ...]) -> list[str]:
    lines = [_problem(refusal) for refusal in refused[:FIRST_PROBLEMS]]
    more = len(refused) - len(lines)
    if more > 0:
        rest = counted(more, one=_("  … et {n} autre"), many=_("  … et {n} autres"))
        lines.append(rest)
    return lines


def _problem(refusal: Refusal) -> str:
    text = (
        _("  ligne {line} : {code} {rule}")
        if refusal.column is None
        else _("  ligne {line}, colonne « {column} » : {code} {rule}")
    )
    return text.format(
        line=refusal.line,
        column=refusal.column,
        code=refusal.code,
        rule=rule_text(refusal.code),
    )
