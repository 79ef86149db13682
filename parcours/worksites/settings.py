"""`config/worksites.yaml` → contracts of worksites and the permissions of minors."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import config
from config.reading import Entry, read_text, read_yaml_text
from config.translation import _


FILE = "worksites.yaml"
KEPT = 8  # states of the file: of the territories of one process


@dataclass(frozen=True)
class WorkContract:
    """A kind of contract of a worksite.

    Attributes:
        code: stable name.
        labels: {"fr": …, "en": …}.
        work: the rules on the work of minors and on hours are checked.
    """

    code: str
    labels: Mapping[str, str]
    work: bool


@dataclass(frozen=True)
class Permissions:
    """What minors need before they work.

    Attributes:
        guardian_under: age under which the legal guardian agrees in writing.
        inspection_ages: first and last age at which the labour inspection is asked.
        inspection_days_before: days before the first day.
    """

    guardian_under: int
    inspection_ages: tuple[int, int]
    inspection_days_before: int


@dataclass(frozen=True)
class SheetSettings:
    """What a territory says of its collective sheets."""

    contracts: Mapping[str, WorkContract]
    permissions: Permissions


def read_sheet_settings(folder: Path) -> SheetSettings:
    """Read a territory's settings; understood once for each state of the file.

    Args:
        folder: its configuration folder; a territory older than the file follows the
            shipped one.

    Returns:
        The contracts in file order, and the permissions.

    Raises:
        ConfigurationRefused: the file breaks a rule.
    """
    path = folder / FILE
    if not path.exists():
        path = Path(config.__file__).parent / FILE
    return _understood(read_text(path))


@lru_cache(maxsize=KEPT)
def _understood(text: str) -> SheetSettings:
    top = read_yaml_text(text, name=FILE)
    top.integer("version")
    permissions = _permissions(top.entry("permissions"))
    contracts: dict[str, WorkContract] = {}
    for entry in top.entries("contracts"):
        contract = _contract(entry)
        if contract.code in contracts:
            raise entry.refuse(_("Ce code est écrit deux fois."), "code")
        contracts[contract.code] = contract
    top.finish()
    return SheetSettings(MappingProxyType(contracts), permissions)


def _sourced(entry: Entry) -> None:
    entry.text("source")
    entry.boolean("proposed")
    entry.date_or_none("valid_from")
    entry.date_or_none("valid_to")


def _permissions(entry: Entry) -> Permissions:
    _sourced(entry)
    ages = entry.integers("inspection_ages")
    if len(ages) != 2 or ages[0] > ages[1]:
        what = _("Il faut deux entiers, le plus petit d’abord.")
        raise entry.refuse(what, "inspection_ages")
    found = Permissions(
        guardian_under=entry.integer("guardian_under"),
        inspection_ages=(ages[0], ages[1]),
        inspection_days_before=entry.integer("inspection_days_before"),
    )
    entry.finish()
    return found


def _contract(entry: Entry) -> WorkContract:
    _sourced(entry)
    found = WorkContract(
        code=entry.text("code"), labels=entry.labels(), work=entry.boolean("work")
    )
    entry.finish()
    return found
