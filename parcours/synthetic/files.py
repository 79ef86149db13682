"""Dirty tables → the partners' files, each in the encoding and form of its software."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from parcours.synthetic.dirt import DirtyTable


MAX_ROWS = 150_000  # an intake file holds at most 200,000
HIDDEN = ("_person", "_record")


@dataclass(frozen=True)
class Form:
    """How a partner's software writes its tables.

    Attributes:
        ending: csv | txt | xlsx.
        encoding: of a text file.
        separator: of a text file.
        total: column of a closing TOTAL line, or None.
    """

    ending: str = "csv"
    encoding: str = "utf-8-sig"
    separator: str = ";"
    total: str | None = None


@dataclass(frozen=True)
class PartnerFile:
    """One file as sent, and what is true of its rows.

    Attributes:
        path: where it lies.
        template: intake template that reads it.
        organisation: code of the sender.
        truth: one row per row of the file, in its order: line (from 1, the header
            included), person, record (within the organisation), identified, spoilt,
            again.
    """

    path: Path
    template: str
    organisation: str
    truth: pd.DataFrame


def write_partner_files(
    folder: Path,
    stem: str,
    table: DirtyTable,
    *,
    form: Form,
    template: str,
    organisation: str,
    identified: bool,
) -> list[PartnerFile]:
    """Write a table as one file, or as several where it is too long for one.

    Args:
        folder: where to.
        stem: first part of the file's name.
        table: the rows.
        form: how they are written.
        template: template that reads them.
        organisation: code of the sender.
        identified: whether rows carry a civil identity.

    Returns:
        The files in order.
    """
    parts = max(1, -(-len(table.rows) // MAX_ROWS))
    files = []
    for number, at in enumerate(np.array_split(np.arange(len(table.rows)), parts), 1):
        name = stem if parts == 1 else f"{stem}_{number}"
        path = folder / f"{name}.{form.ending}"
        rows = table.rows.iloc[at]
        first_line = _write(path, rows.drop(columns=list(HIDDEN)), form)
        truth = pd.DataFrame(
            {
                "line": np.arange(first_line, first_line + len(at)),
                "person": rows["_person"].to_numpy(),
                "record": rows["_record"].to_numpy(),
                "identified": identified,
                "spoilt": table.spoilt[at],
                "again": table.again[at],
            }
        )
        files.append(PartnerFile(path, template, organisation, truth))
    return files


def _write(path: Path, rows: pd.DataFrame, form: Form) -> int:
    """Write the rows and tell the line of the first one."""
    total = _total_line(rows, form)
    if form.ending == "xlsx":
        return _write_workbook(path, rows, total)
    text = rows.to_csv(sep=form.separator, index=False, lineterminator="\r\n")
    if total:
        text += form.separator.join(total) + "\r\n"
    path.write_bytes(text.encode(form.encoding))
    return 2


def _total_line(rows: pd.DataFrame, form: Form) -> list[str]:
    if form.total is None:
        return []
    numbers = pd.to_numeric(rows[form.total], errors="coerce")
    line = dict.fromkeys(rows.columns, "")
    line[rows.columns[0]] = "TOTAL"
    line[form.total] = str(int(numbers.sum()))
    return list(line.values())


def _write_workbook(path: Path, rows: pd.DataFrame, total: Sequence[str]) -> int:
    """A title, a blank line, the table, a total, and a second sheet nobody needs."""
    from openpyxl import Workbook  # slow to import, for one partner only

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Présences")
    sheet.append([path.stem.replace("_", " ").capitalize()])
    sheet.append([])
    sheet.append(list(rows.columns))
    for row in rows.itertuples(index=False):
        sheet.append(list(row))
    if total:
        sheet.append(list(total))
    notes = book.create_sheet("Lisez-moi")
    notes.append(["Export annuel"])
    book.save(path)
    return 4
