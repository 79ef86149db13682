"""A CSV of identities → who is whom, in a throw-away vault, by the product's rules.

For trying the linkage on any file, or a file whose truth is known. The vault and its
keys live in a temporary folder and go with it.
"""

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select

from config.failure import Where
from config.translation import _
from pseudonymisation.admission import Admitter
from pseudonymisation.failures import RecordsUnreadable
from pseudonymisation.identities.tables import links, questions, subjects
from pseudonymisation.intent import Intent
from pseudonymisation.keys.keyring import Keyring
from pseudonymisation.linkage.questions import reason_text
from pseudonymisation.values import Decision, IdentityRow, PartialDate, Sex
from pseudonymisation.vault import Vault, open_with_keys


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


def link_file(path_in: Path, path_out: Path, *, one_per: str | None) -> Summary:
    """Match the records of a CSV with one another.

    Args:
        path_in: UTF-8 CSV with `record_id`, `nom`, `prenoms`, `date_naissance`
            (YYYY-MM-DD, YYYY-MM, YYYY or DD/MM/YYYY, may be empty) and perhaps
            `nom_usage`, `sexe`, `commune`, `code_postal`, `organisation`.
        path_out: receives `record_id,person_id,decision` (new | auto); beside it
            `<stem>.review.csv` receives `record_id_a,record_id_b,score,reason`, one
            row per pair of persons, named by one record of each.
        one_per: a column of which each value holds a person at most once.

    Returns:
        The counts.

    Raises:
        RecordsUnreadable: a needed column is absent, a record_id repeated, or a date
            in another form.
    """
    names, rows = _read(path_in, one_per)
    with tempfile.TemporaryDirectory() as folder:
        keyring = Keyring.create(Path(folder) / "keys")
        url = f"sqlite:///{folder}/vault.db"
        vault = open_with_keys(url, keyring=keyring, now=lambda: datetime.now(UTC))
        try:
            with Intent(vault, kind="match", author="local") as intent:
                return _match(vault, intent, names, rows, path_out)
        finally:
            vault.engine.dispose()


def _match(
    vault: Vault,
    intent: Intent,
    names: Sequence[str],
    rows: Sequence[IdentityRow],
    path_out: Path,
) -> Summary:
    admissions = Admitter(vault, intent).admit(rows)
    numbers: dict[str, int] = {}
    answers = []
    for name, admission in zip(names, admissions, strict=True):
        number = numbers.setdefault(admission.person.text, len(numbers) + 1)
        linked = admission.decision in (Decision.LINKED, Decision.KNOWN)
        answers.append((name, f"P{number:07d}", "auto" if linked else "new"))
    subject_names = {
        admission.subject.text: name
        for name, admission in zip(names, admissions, strict=True)
    }
    asked = _asked(vault, intent, subject_names)
    _write(path_out, ("record_id", "person_id", "decision"), answers)
    _write(
        path_out.with_suffix(".review.csv"),
        ("record_id_a", "record_id_b", "score", "reason"),
        asked,
    )
    n_linked = sum(decision == "auto" for _name, _person, decision in answers)
    return Summary(len(rows), len(numbers), n_linked, len(asked))


def _asked(
    vault: Vault, intent: Intent, names: Mapping[str, str]
) -> list[tuple[str, str, str, str]]:
    """Name each pair of persons by one record of each, the best reason once."""
    of_person: dict[int, str] = {}
    query = select(links.c.person, subjects.c.subject_id).join(
        subjects, subjects.c.id == links.c.subject
    )
    for person, subject_id in intent.connection.execute(query):
        of_person.setdefault(person, names[vault.subject(subject_id).text])
    best: dict[tuple[int, int], tuple[float, str]] = {}
    for row in intent.connection.execute(select(questions)):
        pair = (row.person_a, row.person_b)
        best[pair] = max(best.get(pair, (-1.0, "")), (row.score, row.reason))
    return [
        (of_person[a], of_person[b], f"{score:.3f}", reason_text(reason))
        for (a, b), (score, reason) in sorted(
            best.items(), key=lambda item: (-item[1][0], item[0])
        )
    ]


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _read(path: Path, one_per: str | None) -> tuple[list[str], list[IdentityRow]]:
    names: list[str] = []
    rows: list[IdentityRow] = []
    seen: set[str] = set()
    for line, cells in _cells(path, (*NEEDED, one_per) if one_per else NEEDED):
        name = cells["record_id"]
        if not name or name in seen:
            what = _("Chaque ligne doit porter un record_id qui lui est propre.")
            raise RecordsUnreadable(what, Where(path.name, line, "record_id"))
        seen.add(name)
        names.append(name)
        where = Where(path.name, line, "date_naissance")
        rows.append(_row(cells, where, one_per, name))
    return names, rows


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


def _row(
    cells: Mapping[str, str], where: Where, one_per: str | None, name: str
) -> IdentityRow:
    return IdentityRow(
        row=where.line or 0,
        organisation=(cells[one_per] if one_per else "") or f"record {name}",
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
