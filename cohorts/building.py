"""Operations on definitions: write one, see whom it keeps, save it, compare versions.

Nothing here estimates. What is written is checked by the same reader as the files of
the territory; what is counted goes through the same protection as any other count.
"""

from sqlmodel import Session

from cohorts.analysing import count_cells
from cohorts.answer import Draft, Preview
from cohorts.definition.dropout_rules import read_dropout_rules
from cohorts.definition.explain import explain
from cohorts.definition.language import CohortDefinition
from cohorts.definition.pitfalls import pitfalls
from cohorts.definition.to_yaml import to_yaml
from cohorts.event_table.attrition import Exit, Step
from cohorts.event_table.failures import CohortEmpty
from cohorts.event_table.folders import extract_folder
from cohorts.event_table.load import read_manifest
from cohorts.finding import (
    definition_of,
    read_text,
    saved_definitions,
    territory_definitions,
    territory_of,
)
from cohorts.saved.differences import Difference, differences
from cohorts.saved.failures import NameTaken
from cohorts.saved.store import DRAFT, Version
from cohorts.telling import told_flow
from parcours.access.context import Context
from parcours.access.guard import operation


MOST_NOTE = 200  # signs


def draft_of(context: Context, text: str) -> Draft:
    """Read a text, and say it again: as YAML and in plain words. Touches no data.

    Args:
        context: for the territory's rules and words.
        text: YAML, as typed.

    Returns:
        The draft.

    Raises:
        ConfigurationRefused: a rule of the language is broken; names the line.
    """
    definition = read_text(context, text)
    return Draft(
        definition=definition,
        text=yaml_of(context, definition),
        explanation=explain(definition, nomenclature=context.nomenclature),
    )


def yaml_of(context: Context, definition: CohortDefinition) -> str:
    """Write a definition as the file that reads back equal.

    Args:
        context: for the territory's rules.
        definition: the cohort.

    Returns:
        YAML.
    """
    return to_yaml(definition, rules=read_dropout_rules(context.config))


@operation("cohort.preview", kind="read", about="name")
def preview_cohort(
    context: Context,
    session: Session,
    *,
    name: str,
    text: str,
    extract: str | None = None,
) -> Preview:
    """Count whom a definition keeps and whom it leaves out, as it may be read.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition, for the audit.
        text: its YAML.
        extract: name of the extract, None = the latest.

    Returns:
        The protected flow, and warnings.

    Raises:
        ConfigurationRefused: the text breaks a rule.
        ExtractMissing, ExtractUnreadable: no extract to count on.
    """
    definition = read_text(context, text)
    folder = extract_folder(territory_of(context) / "extracts", extract)
    manifest = read_manifest(folder)
    steps: tuple[Step, ...]
    exits: tuple[Exit, ...] = ()
    late = 0
    try:
        cells, manifest = count_cells(context, definition, folder.name, [()])
        steps, exits, late = cells.attrition, cells.exits, cells.late
    except CohortEmpty as empty:
        steps = tuple(step for step in empty.attrition if isinstance(step, Step))
    return Preview(
        definition=definition,
        manifest=manifest,
        flow=told_flow(context, definition.hash, manifest, steps, exits, late=late),
        pitfalls=pitfalls(definition, as_of=manifest.as_of),
    )


@operation("cohort.save", kind="vault", about="name")  # another store: line first
def save_definition(
    context: Context,
    session: Session,
    *,
    name: str,
    text: str,
    note: str = "",
    as_draft: bool = False,
) -> Version:
    """Keep a definition as a new version, or as one's own draft.

    Args:
        context: who saves.
        session: given by the guard.
        name: name of the definition, for the audit; the text says it too.
        text: its YAML.
        note: why, in a few words.
        as_draft: keep it for oneself, in place of the former draft.

    Returns:
        The version; the latest one where it says the same already.

    Raises:
        ConfigurationRefused: the text breaks a rule.
        NameTaken: a definition of the territory has this name.
        StoreBusy: others save it at the same time.
    """
    definition = read_text(context, text)
    if definition.name in territory_definitions(context):
        raise NameTaken
    version = Version(
        name=definition.name,
        number=DRAFT,
        author=context.principal.login,
        saved_at=context.now(),
        note=note.strip()[:MOST_NOTE],
        hash=definition.hash,
        text=yaml_of(context, definition),
    )
    store = saved_definitions(context)
    return store.keep_draft(version) if as_draft else store.save(version)


@operation("cohort.versions", kind="read", about="name")
def list_versions(
    context: Context, session: Session, *, name: str | None = None
) -> list[Version]:
    """List the saved versions, and one's own drafts.

    Args:
        context: who asks.
        session: given by the guard.
        name: of a definition; None = all.

    Returns:
        By name, then number; 0 is a draft.
    """
    author = context.principal.login
    return saved_definitions(context).versions(name, author=author)


@operation("cohort.compare", kind="read", about="first")
def compare_definitions(
    context: Context, session: Session, *, first: str, second: str
) -> tuple[Difference, ...]:
    """Say in plain words what differs between two definitions or versions.

    Args:
        context: who asks.
        session: given by the guard.
        first: NAME, or NAME@3 for the third version of a saved one.
        second: the same.

    Returns:
        Sentences that only the first says, then those of the second.

    Raises:
        CohortUnknown, VersionUnknown: there is no such definition.
        ConfigurationRefused: a version is no longer allowed by the configuration.
    """
    return differences(
        definition_of(context, first),
        definition_of(context, second),
        nomenclature=context.nomenclature,
    )
