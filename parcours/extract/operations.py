"""Prepare and list extracts, as operations."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path

import numpy as np
import pyarrow as pa
from sqlmodel import Session, col, select

from config.reading import read_yaml
from parcours.access.context import Context
from parcours.access.conventions import Convention
from parcours.access.failures import ConventionMissing
from parcours.access.guard import operation
from parcours.extract.failures import (
    ExtractNameRefused,
    ExtractUnreadable,
    NothingToExtract,
)
from parcours.extract.groupings import LIKELY, SURE, group
from parcours.extract.reading import Numbered, number_persons, read_table
from parcours.extract.selecting import STATEMENTS
from parcours.extract.sight import Sight
from parcours.extract.tables import SCHEMAS
from parcours.extract.writing import (
    MANIFEST,
    ExtractWriter,
    Manifest,
    copy_config,
    prepared,
    write_manifest,
)
from parcours.record.models import Organisation
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.translate import Translator


EXTRACTS = "extracts"
RULES = "dropout_rules.yaml"
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,49}\Z")
# Words that someone types for an order, not for a name: `parcours extract list`.
_ORDERS = frozenset({"list", "ls", "show", "create", "delete", "remove", "help", "new"})


@dataclass(frozen=True)
class Extract:
    """An extract that stands on disk.

    Attributes:
        name: its name.
        folder: where it lies.
        manifest: what it says of itself.
    """

    name: str
    folder: Path
    manifest: Manifest


@operation("extract.create", kind="vault", about="name")
def create_extract(
    context: Context,
    session: Session,
    *,
    translator: Translator,
    name: str,
    as_of: date | None = None,
    territory_folder: Path,
    rng: np.random.Generator | None = None,
) -> Extract:
    """Write the record as it stood on a day, under a study's own pseudonyms.

    An organisation's facts go out only under a convention in force today; so do
    attributes, by name. An extract of the same name is replaced.

    Args:
        context: who asks, and of which territory.
        session: given by the guard.
        translator: translates pseudonyms without touching an identity.
        name: name of the extract and of its pseudonym domain.
        as_of: day of knowledge; today if left out.
        territory_folder: folder of the territory; extracts lie in `extracts/`.
        rng: source of the persons' numbers; the system's own if left out.

    Returns:
        The extract.

    Raises:
        ExtractNameRefused: not a usable name.
        NothingToExtract: no convention covers anyone.
        PersonUnknown: the vault does not know a person of the record.
    """
    if not _NAME.match(name) or name in _ORDERS:
        raise ExtractNameRefused
    day = as_of or context.today()
    allowed = _allowed(context, session)
    sight = _sight(allowed, day)
    persons = number_persons(session, sight, rng=rng or np.random.default_rng())
    context.trace.n_results = len(persons.ids)
    final = territory_folder / EXTRACTS / name
    with prepared(final) as draft:
        writer = ExtractWriter(draft)
        _write_persons(writer, persons, translator=translator, domain=name)
        doubts = translator.doubts(sure=SURE, likely=LIKELY, as_of=day)
        writer.write("groupings", group(session, sight, persons=persons, doubts=doubts))
        for table in SCHEMAS:
            if table in STATEMENTS:
                for batch in read_table(session, table, sight=sight, persons=persons):
                    writer.write(table, batch)
        config_hash = copy_config(context.config, draft)
        manifest = Manifest(
            extract=name,
            study_domain=name,
            as_of=day.isoformat(),
            created_at=context.now().astimezone(UTC).isoformat(),
            config_hash=config_hash,
            rules_version=read_yaml(context.config / RULES).integer("version"),
            disclosure=_disclosure(allowed),
            convention=", ".join(sorted({c.code for c in allowed.values()})),
            tables=writer.finish(),
            persons=len(persons.ids),
        )
        write_manifest(draft, manifest)
    return Extract(name, final, manifest)


@operation("extract.list", kind="read")
def list_extracts(
    context: Context, session: Session, *, territory_folder: Path
) -> list[Extract]:
    """List the extracts of a territory by name.

    Args:
        context: who asks.
        session: given by the guard.
        territory_folder: folder of the territory.

    Returns:
        The extracts, in order of name.

    Raises:
        ExtractUnreadable: one of them has no readable manifest.
    """
    place = territory_folder / EXTRACTS
    if not place.is_dir():
        return []
    folders = sorted(path for path in place.iterdir() if path.name[0] != ".")
    return [Extract(path.name, path, _read_manifest(path)) for path in folders]


def _allowed(context: Context, session: Session) -> dict[int, Convention]:
    """Find the convention that lets out each organisation's facts, by its id."""
    allowed: dict[int, Convention] = {}
    organisations = session.exec(select(Organisation).order_by(col(Organisation.id)))
    for organisation in organisations:
        try:
            convention = context.conventions.require(
                direction="extract",
                organisation=organisation.code,
                on=context.today(),
            )
        except ConventionMissing:
            continue
        allowed[organisation.id or 0] = convention
    if not allowed:
        raise NothingToExtract
    return allowed


def _sight(allowed: Mapping[int, Convention], as_of: date) -> Sight:
    """Let out of each organisation the attributes that its own convention names."""
    listed = {
        number: None
        if convention.lets_through("attributes")
        else frozenset(
            entry.removeprefix("attributes.")
            for entry in convention.columns
            if entry.startswith("attributes.")
        )
        for number, convention in allowed.items()
    }
    return Sight(as_of=as_of, organisations=frozenset(allowed), attributes=listed)


def _disclosure(allowed: Mapping[int, Convention]) -> str:
    """Exact figures pass only where every convention declares its data public."""
    kinds = {convention.disclosure for convention in allowed.values()}
    return "public_data" if kinds == {"public_data"} else "protected"


def _write_persons(
    writer: ExtractWriter, persons: Numbered, *, translator: Translator, domain: str
) -> None:
    known = [Pseudonym.parse(text) for text in persons.pseudonyms]
    studied = translator.translate(known, to=domain)
    columns = [
        pa.array(np.arange(1, len(known) + 1)),
        pa.array([str(studied[pseudonym]) for pseudonym in known], pa.string()),
        pa.array(persons.birth_months, pa.int32()),
        pa.array(persons.sexes, pa.string()),
    ]
    schema = SCHEMAS["persons"]
    writer.write("persons", pa.RecordBatch.from_arrays(columns, schema=schema))


def _read_manifest(folder: Path) -> Manifest:
    try:
        fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**fields)
    except (OSError, ValueError, TypeError):
        raise ExtractUnreadable(name=folder.name) from None
