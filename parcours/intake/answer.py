"""The file that goes back to the partner: to fix, to confirm, what became of relays.

It names lines, columns, codes and the partner's own codes, never another cell. Every
cell is quoted, and one that a spreadsheet would run as a formula gets an apostrophe.
Source: OWASP, CSV Injection.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlmodel import Session, col, select

from config.translation import _, label
from parcours.intake.refusals import RULES, Refusal, remedy_text, rule_text
from parcours.intake.results import PartnerLine
from parcours.nomenclature import Nomenclature
from parcours.record.models import Referral, SituationFact, SourceSubject


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
DEFAULT_VALIDITY_DAYS = 180


def safe_cell(value: object) -> str:
    """Write a cell that no spreadsheet runs.

    Args:
        value: any value; None becomes blank.

    Returns:
        Its text, with an apostrophe before a formula sign.

    >>> safe_cell("=1+1")
    "'=1+1"
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def safe_csv(rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV that a French spreadsheet opens and does not run.

    Args:
        rows: header first.

    Returns:
        The text: all cells quoted, semicolons, CRLF.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def answer_csv(lines: Sequence[PartnerLine], nomenclature: Nomenclature) -> str:
    """Write the partner's file.

    Args:
        lines: what to say.
        nomenclature: labels of the situations.

    Returns:
        CSV text with a byte order mark, so that spreadsheets read the accents.
    """
    header = (
        _("Objet"),
        _("Ligne"),
        _("Colonne"),
        _("Code"),
        _("Code du jeune"),
        _("Depuis le"),
        _("Ce qui est signalé"),
        _("Que faire"),
    )
    return "\ufeff" + safe_csv(
        [header, *(_cells(line, nomenclature) for line in lines)]
    )


def problem_lines(
    refused: Iterable[Refusal],
    warnings: Iterable[Refusal],
    *,
    corrected: Iterable[Refusal] = (),
) -> list[PartnerLine]:
    """Say which rows to fix, which were corrected here, and which to look at.

    Args:
        refused: of the file.
        warnings: of the file.
        corrected: places of cells that were corrected before loading; the code may
            be blank.

    Returns:
        One line each.
    """
    kinds = (("to_fix", refused), ("corrected", corrected), ("remark", warnings))
    return [
        PartnerLine(kind, line=r.line, column=r.column, code=r.code or None)
        for kind, found in kinds
        for r in found
    ]


def lines_on_record(
    session: Session, *, organisation_id: int, today: date, nomenclature: Nomenclature
) -> list[PartnerLine]:
    """Say which open situations are to be confirmed and what became of relays.

    Only of young people whose code the sender lets us keep, and only what the sender
    told itself.

    Args:
        session: of the record.
        organisation_id: the sender.
        today: the day.
        nomenclature: validity of each situation.

    Returns:
        One line each.
    """
    mine = select(SituationFact, SourceSubject.code).join(
        SourceSubject, col(SourceSubject.id) == col(SituationFact.subject_id)
    )
    mine = mine.where(
        SituationFact.organisation_id == organisation_id,
        col(SituationFact.retired_on).is_(None),
        col(SituationFact.ends_on).is_(None),
        col(SourceSubject.code).is_not(None),
    )
    newest: dict[str, SituationFact] = {}
    for fact, code in session.exec(mine):
        known = newest.get(code or "")
        if known is None or known.starts_on <= fact.starts_on:
            newest[code or ""] = fact
    lines = [
        PartnerLine(
            "to_confirm", code=f.situation, subject=c, since=_last(f).isoformat()
        )
        for c, f in newest.items()
        if _is_stale(f, today, nomenclature)
    ]
    return lines + _relays(session, organisation_id)


def _last(fact: SituationFact) -> date:
    return fact.verified_on or fact.starts_on


def _is_stale(fact: SituationFact, today: date, nomenclature: Nomenclature) -> bool:
    word = nomenclature.situations.get(fact.situation)
    days = (word.validity_days if word else None) or DEFAULT_VALIDITY_DAYS
    return _last(fact) + timedelta(days=days) <= today


def _relays(session: Session, organisation_id: int) -> list[PartnerLine]:
    query = (
        select(Referral, SourceSubject.code)
        .join(SourceSubject, col(SourceSubject.id) == col(Referral.subject_id))
        .where(
            Referral.organisation_id == organisation_id,
            col(Referral.retired_on).is_(None),
            col(Referral.answered_on).is_not(None),
        )
    )
    return [
        PartnerLine("relay", code=r.state, subject=c, since=str(r.answered_on))
        for r, c in session.exec(query)
    ]


def _cells(line: PartnerLine, nomenclature: Nomenclature) -> tuple[object, ...]:
    kinds = {
        "to_fix": _("À corriger"),
        "corrected": _("Corrigé ici"),
        "remark": _("À vérifier"),
        "to_confirm": _("À confirmer"),
        "relay": _("Relais"),
    }
    what, remedy = "", ""
    if line.kind == "corrected":
        what = rule_text(line.code) if line.code in RULES else ""
        remedy = _("Corrigez-le aussi chez vous : la ligne est chargée, corrigée ici.")
    elif line.code in RULES:
        what, remedy = rule_text(line.code), remedy_text(line.code)
    elif line.kind == "to_confirm":
        word = nomenclature.situations.get(line.code or "")
        what = label(dict(word.labels)) if word else ""
        remedy = _("Dites si cette situation dure, ou la date de sa fin.")
    elif line.kind == "relay":
        what = _relay_text(line.code or "")
    return (
        kinds[line.kind],
        line.line,
        line.column,
        line.code,
        line.subject,
        line.since,
        what,
        remedy,
    )


def _relay_text(state: str) -> str:
    texts = {
        "accepted": _("Le relais est accepté."),
        "refused": _("Le relais est refusé."),
        "no_news": _("Le relais est sans nouvelles."),
        "done": _("Le relais est fait."),
    }
    return texts.get(state, "")
