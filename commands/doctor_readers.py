"""Every reader of a territory's YAML, so that `doctor` reads it as the rooms will."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from cohorts.definition.dropout_rules import read_dropout_rules
from cohorts.definition.from_yaml import read_definitions
from cohorts.disclosure.reading import read_rules
from parcours.access.organisations import read_organisations
from parcours.intake.settings import read_settings
from parcours.intake.template_reader import read_template
from parcours.interventions.minor_rules import read_minor_rules
from parcours.nomenclature import read_nomenclature
from parcours.people.name_rules import read_name_rules
from parcours.people.note_rules import read_note_rules
from parcours.territory.examination import Reader
from parcours.worksites.settings import read_sheet_settings
from parcours.worktop.settings import read_kept_for


TEMPLATES = "partners"


def read_templates(folder: Path) -> list[object]:
    """Read every intake template of a territory.

    Args:
        folder: its configuration folder.

    Returns:
        The templates.

    Raises:
        ConfigurationRefused: one breaks a rule.
    """
    settings = read_settings(folder)
    paths = sorted((folder / TEMPLATES).glob("*.yaml"))
    return [read_template(path, settings=settings) for path in paths]


def read_cohorts(folder: Path) -> object:
    """Read every cohort definition against the territory's own words.

    Args:
        folder: its configuration folder.

    Returns:
        The definitions.

    Raises:
        ConfigurationRefused: one breaks a rule.
    """
    return read_definitions(folder, situations=read_nomenclature(folder).situations)


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "organisations.yaml": read_organisations,
        "intake.yaml": read_settings,
        "partners": read_templates,
        "dropout_rules.yaml": read_dropout_rules,
        "cohorts": read_cohorts,
        "disclosure.yaml": read_rules,
        "drafts.yaml": read_kept_for,
        "free_text.yaml": read_note_rules,
        "names_in_text.yaml": read_name_rules,
        "minors.yaml": read_minor_rules,
        "worksites.yaml": read_sheet_settings,
    }
)
