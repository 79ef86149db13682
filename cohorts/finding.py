"""A name → a definition: of the territory's files, or saved by evaluators.

No function here is an operation; operations call them under their own names.
"""

from contextlib import suppress
from pathlib import Path

from cohorts.definition.dropout_rules import read_dropout_rules
from cohorts.definition.from_yaml import definition_from, read_definitions
from cohorts.definition.language import CohortDefinition
from cohorts.event_table.failures import CohortUnknown
from cohorts.saved.store import SavedDefinitions
from config.reading import ConfigurationRefused, read_yaml_text
from parcours.access.context import Context


VERSION_MARK = "@"
TEXT_NAME = "definition.yaml"  # what messages call a text that is no file


def definitions_of(context: Context) -> dict[str, CohortDefinition]:
    """Read the definitions: the territory's, then the latest version of saved ones.

    Args:
        context: of the running operation.

    Returns:
        name → definition; a saved one that the configuration no longer allows is left
        out, its versions still say what it was.

    Raises:
        ConfigurationRefused: a definition of the territory breaks a rule.
    """
    definitions = territory_definitions(context)
    for name, version in saved_definitions(context).latest().items():
        with suppress(ConfigurationRefused):
            definitions.setdefault(name, read_text(context, version.text))
    return definitions


def territory_definitions(context: Context) -> dict[str, CohortDefinition]:
    """Read the definitions of the territory's configuration.

    Args:
        context: of the running operation.

    Returns:
        name → definition.

    Raises:
        ConfigurationRefused: a definition breaks a rule.
    """
    return read_definitions(
        context.config, situations=frozenset(context.nomenclature.situations)
    )


def read_text(context: Context, text: str) -> CohortDefinition:
    """Read a definition from YAML, under the territory's rules and words.

    Args:
        context: of whom it is read for.
        text: the YAML.

    Returns:
        The definition.

    Raises:
        ConfigurationRefused: a rule is broken; names the line.
    """
    return definition_from(
        read_yaml_text(text, name=TEXT_NAME),
        rules=read_dropout_rules(context.config),
        situations=frozenset(context.nomenclature.situations),
    )


def saved_definitions(context: Context) -> SavedDefinitions:
    """Give the territory's saved definitions.

    Args:
        context: of the running operation.

    Returns:
        The evaluators' own store.
    """
    return SavedDefinitions(territory_of(context) / "evaluation.db")


def definition_of(context: Context, name: str) -> CohortDefinition:
    """Find a definition by name.

    Args:
        context: of the running operation.
        name: its name, or NAME@3 for the third version of a saved one.

    Returns:
        The definition.

    Raises:
        CohortUnknown: no such definition.
        VersionUnknown: no such version.
        ConfigurationRefused: that version is no longer allowed by the configuration.
    """
    stem, mark, number = name.partition(VERSION_MARK)
    if mark:
        wanted = int(number) if number.isascii() and number.isdigit() else 0
        version = saved_definitions(context).find(stem, wanted)
        return read_text(context, version.text)
    definitions = definitions_of(context)
    if name not in definitions:
        raise CohortUnknown(tuple(definitions))
    return definitions[name]


def territory_of(context: Context) -> Path:
    """Name the territory's folder.

    Args:
        context: of the running operation.

    Returns:
        The folder that holds its configuration.
    """
    return context.config.parent
