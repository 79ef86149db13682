"""Files and territories of invented people, for the tests of intake."""

import hashlib
import io
import zipfile
from datetime import date
from functools import lru_cache
from pathlib import Path

import openpyxl

import config
from parcours.intake.checking import CheckedFile, Setting, check_table
from parcours.intake.columns import Layout, lay_out, recogniser
from parcours.intake.reading import open_table
from parcours.intake.settings import read_settings
from parcours.intake.table import Table
from parcours.intake.template import Template
from parcours.intake.template_reader import find_template
from parcours.nomenclature import read_nomenclature


CONFIG = Path(config.__file__).parent
EXAMPLES = CONFIG.parent / "examples"
SETTINGS = read_settings(CONFIG)
WORDS = read_nomenclature(CONFIG)
TODAY = date(2026, 1, 31)
CANARY = "ZZCANARI"


@lru_cache(maxsize=16)
def shipped(template: str) -> Template:
    return find_template(template, folder=CONFIG, settings=SETTINGS)


def plain_digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def read(
    content: bytes | str, template: str = "mission_locale", *, rows: int | None = None
) -> tuple[Table, Layout, CheckedFile]:
    """Read and check a file as the operations do, without any store."""
    raw = content.encode() if isinstance(content, str) else content
    meaning = shipped(template)
    table = open_table(
        raw, name="essai.csv", settings=SETTINGS, recognise=recogniser(meaning)
    )
    layout = lay_out(
        table,
        template=meaning,
        settings=SETTINGS,
        lets_through=lambda headers: True,
        name="essai.csv",
    )
    setting = Setting(meaning, SETTINGS, WORDS, "essai", TODAY, plain_digest)
    checked = check_table(
        table, layout, setting=setting, name="essai.csv", declared_rows=rows
    )
    return table, layout, checked


def codes(checked: CheckedFile) -> list[tuple[int, str | None, str]]:
    return [(r.line, r.column, r.code) for r in checked.refused]


def facts(content: bytes | str, template: str = "mission_locale") -> list[object]:
    _table, _layout, checked = read(content, template)
    assert checked.refused == ()
    return [fact for row in checked.good for fact in row.facts]


def workbook(rows: list[list[object]], *, before: int = 0) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for _line in range(before):
        sheet.append(["Export inventé"])
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def repack(content: bytes, changes: dict[str, bytes]) -> bytes:
    """Write a workbook again with some parts added or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part)
    return out.getvalue()
