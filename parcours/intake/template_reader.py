"""`config/partners/*.yaml` → templates, refused at the line of the first mistake."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from config.failure import Where
from config.reading import Entry, read_yaml
from config.translation import _
from parcours.intake.failures import TemplateCodeUnknown, TemplateUnknown
from parcours.intake.settings import IntakeSettings, compile_pattern, read_words
from parcours.intake.template import (
    IDENTITY_FIELDS,
    Column,
    ColumnType,
    Condition,
    FactRule,
    Months,
    Observation,
    Refinement,
    Template,
    TemplateKind,
)
from parcours.nomenclature import Nomenclature


FACTS = ("situation", "intervention", "contact", "follow_up", "attribute")
STATES = frozenset({"planned", "ongoing", "done", "interrupted", "cancelled"})
COUNT_FIELDS = (
    "title",
    "on",
    "place",
    "n",
    "n_girls",
    "n_qpv",
    "n_11_13",
    "n_14_15",
    "n_16_17",
    "n_18_25",
)


def find_template(name: str, *, folder: Path, settings: IntakeSettings) -> Template:
    """Find a template by its code, or by the path of its YAML file.

    Args:
        name: code of a file in `folder/partners`, or a path ending in `.yaml`.
        folder: the territory's configuration folder.
        settings: the shared vocabularies.

    Returns:
        The template.

    Raises:
        TemplateUnknown: neither exists.
        ConfigurationRefused: the file is malformed.
    """
    if name.endswith((".yaml", ".yml")):
        return read_template(Path(name), settings=settings)
    path = folder / "partners" / f"{name}.yaml"
    if not name.replace("_", "").isalnum() or not path.is_file():
        raise TemplateUnknown
    return read_template(path, settings=settings)


def list_templates(folder: Path, *, settings: IntakeSettings) -> tuple[Template, ...]:
    """Read every template of a territory.

    Args:
        folder: the territory's configuration folder.
        settings: the shared vocabularies.

    Returns:
        The templates of `folder/partners`, by name of their files.

    Raises:
        ConfigurationRefused: a file is malformed.
    """
    paths = sorted((folder / "partners").glob("*.yaml"))
    return tuple(read_template(path, settings=settings) for path in paths)


def read_template(path: Path, *, settings: IntakeSettings) -> Template:
    """Read one template.

    Args:
        path: its YAML file.
        settings: the shared vocabularies.

    Returns:
        The template, its cross-references checked.

    Raises:
        ConfigurationRefused: malformed, or a column that is not declared.
    """
    top = read_yaml(path)
    columns = dict(_columns(top, settings))
    observation = top.entry_or_none("observation")
    months = top.entry_or_none("months")
    ages = top.integers("ages") or (5, 40)
    template = Template(
        code=top.text("code"),
        label=top.labels(),
        kind=_kind(top),
        version=top.integer("version"),
        anonymous=top.boolean("anonymous", default=False),
        disclosure="public_data"
        if top.choice("disclosure", ("protected", "public_data"), "protected")
        == "public_data"
        else "protected",
        date_order=_date_order(top),
        ages=(ages[0], ages[-1]),
        columns=columns,
        identity=_named_columns(top, "identity", IDENTITY_FIELDS, columns),
        keep_code=top.boolean("keep_code", default=False),
        facts=tuple(_fact(entry, columns) for entry in top.entries("facts")),
        observation=_observation(observation, columns) if observation else None,
        months=_months(months, settings) if months else None,
        counts=_named_columns(top, "counts", COUNT_FIELDS, columns),
        row_key=_refs(top, "row_key", columns),
    )
    top.finish()
    return template


def check_codes(template: Template, nomenclature: Nomenclature) -> None:
    """Refuse a template that writes codes which no nomenclature holds.

    Args:
        template: as read.
        nomenclature: the territory's words, of any date.

    Raises:
        TemplateCodeUnknown: names the codes.
    """
    known = {
        "situation": nomenclature.situations.keys(),
        "intervention": nomenclature.interventions.keys(),
        "contact": nomenclature.contact_results.keys(),
        "follow_up": nomenclature.follow_up.keys(),
    }
    unknown: set[str] = set()
    for rule in template.facts:
        if rule.fact in known:
            unknown |= _written(rule, template) - known[rule.fact]
        for column, codes in (
            (rule.end_reason, nomenclature.end_reasons.keys()),
            (rule.state, STATES),
        ):
            unknown |= _answers(template, column) - codes
    if template.months is not None:
        unknown |= template.months.words.codes() - known["situation"]
    if unknown:
        where = Where(f"{template.code}.yaml")
        raise TemplateCodeUnknown(where, codes=tuple(sorted(unknown)))


def _written(rule: FactRule, template: Template) -> set[str]:
    codes = {rule.value} if rule.value else set()
    if rule.codes is not None:
        codes |= set(rule.codes.values())
    else:
        codes |= {c for name in rule.from_columns for c in _answers(template, name)}
    for refinement in rule.refine:
        codes |= set(refinement.codes.values()) | refinement.when
    for change in (rule.longer_than, rule.younger_than):
        if change is not None:
            codes |= change[1] | {change[2]}
    return codes


def _answers(template: Template, column: str | None) -> frozenset[str]:
    words = template.columns[column].words if column else None
    return words.codes() if words else frozenset()


def _kind(top: Entry) -> TemplateKind:
    kinds: tuple[TemplateKind, ...] = get_args(TemplateKind)
    chosen = top.choice("kind", kinds)
    return next(kind for kind in kinds if kind == chosen)


def _date_order(top: Entry) -> Any:
    return top.choice("dates", ("dmy", "mdy", "none"), "dmy")


def _columns(top: Entry, settings: IntakeSettings) -> Iterator[tuple[str, Column]]:
    block = top.entry("columns")
    for name, _value in block.items():
        yield name, _column(name, block.entry(name), settings)


def _column(name: str, entry: Entry, settings: IntakeSettings) -> Column:
    types: tuple[ColumnType, ...] = get_args(ColumnType)
    chosen = entry.choice("type", types)
    column = Column(
        name=name,
        headers=entry.texts("headers"),
        type=next(kind for kind in types if kind == chosen),
        unknown="warn"
        if entry.choice("unknown", ("refuse", "warn"), "refuse") == "warn"
        else "refuse",
        maximum=entry.number("maximum") if entry.has("maximum") else None,
    )
    if not column.headers:
        raise entry.refuse(_("Il faut au moins un titre de colonne."), "headers")
    if entry.has("pattern"):
        pattern = compile_pattern(entry, "pattern", entry.text("pattern"))
        column = replace(column, pattern=pattern)
    if chosen == "word":
        map_entry = _sub_entry(entry, ("use", "words", "patterns"))
        column = replace(column, words=read_words(map_entry, settings.vocabularies))
    entry.finish()
    return column


def _sub_entry(entry: Entry, keys: tuple[str, ...]) -> Entry:
    """Take some keys of an entry as an entry of their own."""
    for key in keys:
        entry.has(key)
    values = {key: entry.values[key] for key in keys if key in entry.values}
    return Entry(entry.file, entry.line, values, entry.lines)


def _refs(entry: Entry, key: str, columns: dict[str, Column]) -> tuple[str, ...]:
    names = entry.texts(key)
    for name in names:
        _check_column(entry, key, name, columns)
    return names


def _ref(entry: Entry, key: str, columns: dict[str, Column]) -> str | None:
    name = entry.text_or_none(key)
    if name is not None:
        _check_column(entry, key, name, columns)
    return name


def _check_column(
    entry: Entry, key: str, name: str, columns: dict[str, Column]
) -> None:
    if name not in columns:
        raise entry.refuse(_("Cette colonne n’est pas déclarée."), key)


def _named_columns(
    top: Entry, key: str, fields: tuple[str, ...], columns: dict[str, Column]
) -> dict[str, str]:
    block = top.entry_or_none(key)
    if block is None:
        return {}
    found = {field: _ref(block, field, columns) for field in fields}
    block.finish()
    return {field: name for field, name in found.items() if name is not None}


def _fact(entry: Entry, columns: dict[str, Column]) -> FactRule:
    rule = FactRule(
        fact=entry.choice("fact", FACTS),
        starts=_refs(entry, "starts", columns),
        value=entry.text_or_none("value"),
        from_columns=_refs(entry, "from", columns),
        codes=_codes(entry.entry_or_none("codes")),
        name=entry.text_or_none("name"),
        starts_after=entry.boolean("starts_after", default=False),
        ends=_ref(entry, "ends", columns),
        verified=_ref(entry, "verified", columns),
        when=tuple(_condition(e, columns) for e in entry.entries("when")),
        refine=tuple(_refinement(e, columns) for e in entry.entries("refine")),
        longer_than=_change(entry, "longer_than", "days"),
        younger_than=_change(entry, "younger_than", "years"),
        hours=_ref(entry, "hours", columns),
        state=_ref(entry, "state", columns),
        end_reason=_ref(entry, "end_reason", columns),
        action=_ref(entry, "action", columns),
    )
    if (rule.value is None) == (not rule.from_columns):
        raise entry.refuse(_("Il faut value ou bien from."), "value")
    if rule.fact == "attribute" and rule.name is None:
        raise entry.refuse(_("Un attribut a un nom."), "name")
    entry.finish()
    return rule


def _codes(entry: Entry | None) -> dict[str, str] | None:
    if entry is None:
        return None
    codes = {value: entry.text(value) for value, _any in entry.items()}
    entry.finish()
    return codes


def _condition(entry: Entry, columns: dict[str, Column]) -> Condition:
    _check_column(entry, "column", entry.text("column"), columns)
    condition = Condition(
        entry.text("column"),
        frozenset(entry.texts("is")),
        entry.boolean("absent", default=False),
    )
    entry.finish()
    return condition


def _refinement(entry: Entry, columns: dict[str, Column]) -> Refinement:
    _check_column(entry, "column", entry.text("column"), columns)
    refinement = Refinement(
        entry.text("column"),
        frozenset(entry.texts("when")),
        _codes(entry.entry("codes")) or {},
    )
    entry.finish()
    return refinement


def _change(
    entry: Entry, key: str, unit: str
) -> tuple[int, frozenset[str], str] | None:
    block = entry.entry_or_none(key)
    if block is None:
        return None
    change = (
        block.integer(unit),
        frozenset(block.texts("when")),
        block.text("instead"),
    )
    block.finish()
    return change


def _observation(entry: Entry, columns: dict[str, Column]) -> Observation:
    kind = entry.choice("kind", ("retrospective", "from_first_contact"))
    starts, ends = (
        entry.date_or_none("window_starts"),
        entry.date_or_none("window_ends"),
    )
    observation = Observation(
        kind="retrospective" if kind == "retrospective" else "from_first_contact",
        starts=_refs(entry, "starts", columns),
        window=(starts, ends) if starts and ends else None,
    )
    entry.finish()
    return observation


def _months(entry: Entry, settings: IntakeSettings) -> Months:
    header = compile_pattern(entry, "header", entry.text("header"))
    words = _sub_entry(entry, ("use", "words", "patterns"))
    months = Months(header, read_words(words, settings.vocabularies))
    entry.finish()
    return months
