"""A CSV of identities → who is whom, by the product's rules, in memory alone.

For trying the linkage on any file, or a file whose truth is known. Nothing is stored:
the names are gone with the command.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from config.failure import Where
from config.translation import _
from pseudonymisation.failures import RecordsUnreadable
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.linkage.matching import first_of_each, match
from pseudonymisation.linkage.questions import reason_text, reasons_of
from pseudonymisation.linkage.rules import LinkageRules, read_linkage_rules
from pseudonymisation.linkage.scoring import probability
from pseudonymisation.values import IdentityRow, PartialDate, Sex


NEEDED = ("record_id", "nom", "prenoms", "date_naissance")
_SEXES: dict[str, Sex] = {"f": "F", "2": "F", "m": "M", "1": "M", "g": "M", "h": "M"}
_KNOWN_DATES = 3  # parts of a date


@dataclass(frozen=True, slots=True)
class Summary:
    """What a file's matching came to.

    Attributes:
        records: rows read.
        persons: persons told apart.
        linked: rows linked to a person met in an earlier row.
        questions: pairs of persons a human should compare.
    """

    records: int
    persons: int
    linked: int
    questions: int


def link_file(
    path_in: Path,
    path_out: Path,
    *,
    one_per: str | None,
    rules: LinkageRules | None = None,
) -> Summary:
    """Match the records of a CSV with one another.

    Args:
        path_in: UTF-8 CSV with `record_id`, `nom`, `prenoms`, `date_naissance`
            (YYYY-MM-DD, YYYY-MM, YYYY or DD/MM/YYYY, may be empty) and perhaps
            `nom_usage`, `sexe`, `commune`, `code_postal`, `organisation`.
        path_out: receives `record_id,person_id,decision` (new | auto); beside it
            `<stem>.review.csv` receives `record_id_a,record_id_b,score,reason`, one
            row per pair of persons, named by one record of each; the score is the
            probability that they are one.
        one_per: a column of which each value holds a person at most once.
        rules: how; the product's own where None.

    Returns:
        The counts.

    Raises:
        RecordsUnreadable: a needed column is absent, a record_id repeated, or a date
            in another form.
    """
    names, rows, marks = _read(path_in, one_per)
    reader = NameReader()
    found = match(
        [reader.features(row) for row in rows],
        rules=rules or read_linkage_rules(),
        marks=marks,
    )
    first_row = first_of_each(found.person)
    is_first = np.zeros(len(rows), dtype=np.bool_)
    is_first[first_row] = True
    decisions = np.where(is_first, "new", "auto").tolist()
    persons = [f"P{number + 1:07d}" for number in found.person.tolist()]
    _write(
        path_out,
        ("record_id", "person_id", "decision"),
        zip(names, persons, decisions, strict=True),
    )
    asked = found.asked
    _write(
        path_out.with_suffix(".review.csv"),
        ("record_id_a", "record_id_b", "score", "reason"),
        (
            (
                names[first_row[asked.a[pair]]],
                names[first_row[asked.b[pair]]],
                f"{probability(asked.bits[pair]):.3f}",
                reason_text(" ".join(reasons_of(asked, pair))),
            )
            for pair in range(len(asked.a))
        ),
    )
    n_linked = len(rows) - len(first_row)
    return Summary(len(rows), len(first_row), n_linked, len(asked.a))


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _read(
    path: Path, one_per: str | None
) -> tuple[list[str], list[IdentityRow], list[frozenset[int]]]:
    names: list[str] = []
    rows: list[IdentityRow] = []
    marks: list[frozenset[int]] = []
    numbers: dict[str, int] = {}
    seen: set[str] = set()
    for line, cells in _cells(path, (*NEEDED, one_per) if one_per else NEEDED):
        name = cells["record_id"]
        if not name or name in seen:
            what = _("Chaque ligne doit porter un record_id qui lui est propre.")
            raise RecordsUnreadable(what, Where(path.name, line, "record_id"))
        seen.add(name)
        names.append(name)
        where = Where(path.name, line, "date_naissance")
        rows.append(_row(cells, where, name))
        if one_per:
            holder = cells[one_per]
            number = numbers.setdefault(holder, len(numbers))
            marks.append(frozenset((number,)) if holder else frozenset())
    return names, rows, marks


def _cells(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for name in needed:
                if name not in (reader.fieldnames or ()):
                    what = _("Cette colonne est nécessaire et manque.")
                    raise RecordsUnreadable(what, Where(path.name, 1, name))
            for cells in reader:
                yield (
                    reader.line_num,
                    {k: (v or "").strip() for k, v in cells.items() if k},
                )
    except (OSError, UnicodeDecodeError, csv.Error):
        what = _("Le fichier n’existe pas ou n’est pas un CSV en UTF-8.")
        raise RecordsUnreadable(what, Where(path.name)) from None


def _row(cells: Mapping[str, str], where: Where, name: str) -> IdentityRow:
    return IdentityRow(
        row=where.line or 0,
        organisation="",
        code=name,
        birth_name=cells["nom"] or None,
        usage_name=cells.get("nom_usage") or None,
        given_names=cells["prenoms"] or None,
        birth_date=_date(cells["date_naissance"], where),
        sex=_SEXES.get(cells.get("sexe", "").lower()[:1]),
        commune=cells.get("commune") or None,
        postcode=cells.get("code_postal") or None,
        may_link=True,
    )


def _date(text: str, where: Where) -> PartialDate | None:
    if not text:
        return None
    parts = text.split("-") if "-" in text else text.split("/")[::-1]
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == _KNOWN_DATES:
            date(*numbers)
        elif not 1 <= (numbers[1] if len(numbers) > 1 else 1) <= 12:
            raise ValueError
        return PartialDate(*numbers)
    except (TypeError, ValueError):
        what = _("Une date s’écrit AAAA-MM-JJ, AAAA-MM, AAAA ou JJ/MM/AAAA.")
        raise RecordsUnreadable(what, where) from None
