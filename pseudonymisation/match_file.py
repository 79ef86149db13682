"""A CSV of identities → who is whom, by the product's rules, in memory alone.

For trying the linkage on any file, or a file whose truth is known. Nothing is stored:
the names are gone with the command.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from config.writing import keep_inputs, keep_others, whole_file
from pseudonymisation.identity_file import IdentityFile, sex_of
from pseudonymisation.linkage.columns import Columns, RowColumns, day_and_year
from pseudonymisation.linkage.matching import first_of_each
from pseudonymisation.linkage.questions import reason_text, reasons_of
from pseudonymisation.linkage.rules import LinkageRules, read_linkage_rules
from pseudonymisation.linkage.scoring import probability
from pseudonymisation.linkage.whole_file import NO_HOLDER, match_whole_file


LINKS = ("record_id", "person_id", "decision")
QUESTIONS = ("record_id_a", "record_id_b", "score", "reason")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a file's matching came to.

    Attributes:
        records: rows read.
        persons: persons told apart.
        linked: rows linked to a person met in an earlier row.
        questions: pairs of persons a human should compare.
        remarks: lines of rows that were taken in part, by reason, see
            `identity_file.Reason`.
        refused: lines of rows that were left out, by reason.
    """

    records: int
    persons: int
    linked: int
    questions: int
    remarks: Mapping[str, Sequence[int]] = field(default_factory=dict)
    refused: Mapping[str, Sequence[int]] = field(default_factory=dict)


def link_file(
    path_in: Path,
    path_out: Path,
    *,
    one_per: str | None,
    rules: LinkageRules | None = None,
) -> Summary:
    """Match the records of a CSV with one another.

    Args:
        path_in: CSV, as `identity_file.IdentityFile` reads it, with `record_id`, `nom`,
            `prenoms`, `date_naissance` (YYYY-MM-DD, YYYY-MM, YYYY or DD/MM/YYYY,
            may be empty) and perhaps `nom_usage`, `sexe`, `commune`,
            `code_postal`, `organisation`.
        path_out: receives `record_id,person_id,decision` (new | auto); beside it
            `<stem>.review.csv` receives `record_id_a,record_id_b,score,reason`, one
            row per pair of persons, named by one record of each; the score is the
            probability that they are one. Of both, only a file that this command
            wrote is written again.
        one_per: a column of which each value holds a person at most once.
        rules: how; the product's own where None.

    Returns:
        The counts.

    Raises:
        WouldOverwriteInput: a file to write is the file to read.
        AnotherFileThere: something else stands where a file would be written.
        NotWritable: the folder takes no file.
        RecordsUnreadable: a needed column is absent, a record_id repeated, quotes
            torn, or most dates in another form.
    """
    path_asked = path_out.with_suffix(".review.csv")
    keep_inputs(path_out, path_asked, inputs=(path_in,))
    for path, header in ((path_out, LINKS), (path_asked, QUESTIONS)):
        keep_others(path, starts=",".join(header).encode())
    file = IdentityFile(path_in, also=(one_per,) if one_per else ())
    names, rows, holder = _read(file, one_per)
    found = match_whole_file(rows, rules=rules or read_linkage_rules(), holder=holder)
    first_row = first_of_each(found.person)
    is_first = np.zeros(len(names), dtype=np.bool_)
    is_first[first_row] = True
    decisions = np.where(is_first, "new", "auto").tolist()
    persons = [f"P{number + 1:07d}" for number in found.person.tolist()]
    asked = found.asked
    questions = (
        (
            names[first_row[asked.a[pair]]],
            names[first_row[asked.b[pair]]],
            f"{probability(asked.bits[pair]):.3f}",
            reason_text(" ".join(reasons_of(asked, pair))),
        )
        for pair in range(len(asked.a))
    )
    with whole_file(path_out) as links, whole_file(path_asked) as review:
        _write(links, LINKS, zip(names, persons, decisions, strict=True))
        _write(review, QUESTIONS, questions)
    n_linked = len(names) - len(first_row)
    return Summary(
        len(names), len(first_row), n_linked, len(asked.a), file.remarks, file.refused
    )


def _write(
    file: IO[bytes], header: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    text.detach()


def _read(
    file: IdentityFile, one_per: str | None
) -> tuple[list[str], Columns, NDArray[np.int64]]:
    names: list[str] = []
    columns = RowColumns()
    holders: list[str] = []
    for rows in file.rows():
        cells = rows.cells
        names.extend(rows.names)
        born = {found: day_and_year(found) for found in set(rows.births)}
        sexes = {text: sex_of(text) for text in set(cells["sexe"])}
        columns.extend(
            list(zip(cells["nom"], cells["nom_usage"], strict=True)),
            cells["prenoms"],
            births=[born[found] for found in rows.births],
            sexes=[sexes[text] for text in cells["sexe"]],
            places=list(zip(cells["commune"], cells["code_postal"], strict=True)),
        )
        if one_per:
            holders.extend(text.strip() for text in cells[one_per])
    return names, columns.columns(), _numbered(holders, len(names))


def _numbered(holders: Sequence[str], rows: int) -> NDArray[np.int64]:
    """Number each row's holder, who has every person once."""
    numbers = {holder: number for number, holder in enumerate(dict.fromkeys(holders))}
    numbers[""] = NO_HOLDER
    found = [numbers[holder] for holder in holders]
    return np.array(found or [NO_HOLDER] * rows, dtype=np.int64)
