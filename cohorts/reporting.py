"""Operations of reports: write one, take one file away, compute a result again.

All of them release figures: each stands in the ledger like an export, and what may not
be released stops them. None returns a row about a person, or an exact figure.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from typing import Literal

from sqlmodel import Session

from cohorts.analysing import (
    analyse_cohort,
    analyse_definition,
    released_parts,
)
from cohorts.answer import CohortAnswer, File
from cohorts.breakdowns import group_names, in_order
from cohorts.charts.doubts import DoubtTable, doubt_tables
from cohorts.charts.look import LIGHT
from cohorts.charts.series import Spec
from cohorts.definition.dropout_rules import FILE as DROPOUT_RULES
from cohorts.definition.dropout_rules import dropout_rules_from, read_dropout_rules
from cohorts.definition.explain import explain
from cohorts.definition.from_yaml import definition_from
from cohorts.definition.language import CohortDefinition
from cohorts.definition.to_yaml import to_yaml
from cohorts.disclosure.files import as_csv, as_json
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.released import ReleasedEstimate
from cohorts.event_table.failures import CohortUnknown
from cohorts.event_table.folders import extract_folder
from cohorts.event_table.load import hash_tables
from cohorts.finding import definition_of, territory_of
from cohorts.guarding import guard_definition
from cohorts.report.compose import compose
from cohorts.report.failures import NothingDrawn, ResultUnreadable
from cohorts.report.html import as_html
from cohorts.report.parquet import as_parquet
from cohorts.report.pdf import as_pdf
from cohorts.report.pictures import as_png, as_svg, captioned, described
from cohorts.report.rerun import Rerun, compare
from cohorts.report.result_file import (
    Origins,
    figures_of,
    read_result,
    write_result,
)
from cohorts.report.sources import source_line
from cohorts.report.speaking import speaking
from cohorts.report.subject import Subject
from cohorts.report.telling import chart, is_drawable
from config.reading import read_yaml_text
from config.translation import Language
from parcours.access.context import Context
from parcours.access.guard import operation


ReportKind = Literal["pdf", "html"]
FigureKind = Literal["csv", "json", "parquet", "svg", "png", "result"]
Parts = Mapping[str, ReleasedEstimate]
MIMES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "html": "text/html",
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "result": "application/json",
}
RESULT_ENDING = "resultat.json"


@operation("cohort.report", kind="read", about="name")
def report_cohort(
    context: Context,
    session: Session,
    *,
    name: str,
    kind: ReportKind,
    extract: str | None = None,
    groups: tuple[str, ...] = (),
    language: Language | None = None,
) -> File:
    """Write the report of a cohort, released figures only, and note it in the ledger.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        kind: pdf (tagged, PDF/UA-1) or html (one file that asks for nothing).
        extract: name of the extract, None = the latest.
        groups: breakdowns, a section each.
        language: fr or en, None = the one in use.

    Returns:
        The report as a file.

    Raises:
        CohortUnknown, ExtractMissing, ExtractUnreadable, GroupNotOffered, CohortEmpty.
        TooFew: nothing may be released.
        AlreadyAnswered: an earlier release differs by a few persons only.
        WriterMissing: the libraries of the extra `report` are not installed.
    """
    with speaking(language):
        answer = analyse_cohort(context, name=name, extract=extract, groups=groups)
        parts = released_parts(context, answer, groups=groups)
        doubts = _doubts(context, answer, groups)
        subject = replace(_subject(context, answer, parts, groups), doubts=doubts)
        report = compose(subject)
        content = as_pdf(report) if kind == "pdf" else as_html(report)
        stem = f"{_stem(answer, groups)}.{report.language}"
    return File(f"{stem}.{kind}", MIMES[kind], content)


@operation("cohort.download", kind="read", about="name")
def download_cohort(
    context: Context,
    session: Session,
    *,
    name: str,
    kind: FigureKind,
    extract: str | None = None,
    groups: tuple[str, ...] = (),
    language: Language | None = None,
) -> File:
    """Make one file of a cohort's released figures, and note it in the ledger.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        kind: csv, json, parquet (tables of curves), svg, png (the curve of the first
            breakdown, or of the whole), result (what `rerun_cohort` takes).
        extract: name of the extract, None = the latest.
        groups: breakdowns, one at a time.
        language: fr or en, of headings and labels; None = the one in use.

    Returns:
        The file.

    Raises:
        CohortUnknown, ExtractMissing, ExtractUnreadable, GroupNotOffered, CohortEmpty.
        TooFew: nothing may be released.
        AlreadyAnswered: an earlier release differs by a few persons only.
        NothingDrawn: no curve is long enough, or there are too many for one picture.
        WriterMissing: the libraries of the extra `report` are not installed.
    """
    with speaking(language):
        answer = analyse_cohort(context, name=name, extract=extract, groups=groups)
        parts = released_parts(context, answer, groups=groups)
        if kind == "result":
            content = write_result(
                _origins(context, answer, groups, answer.definition), parts
            )
        elif kind in {"svg", "png"}:
            content = _picture(context, answer, parts, groups, kind=kind)
        else:
            content = _TABLES[kind](answer, parts)
    ending = RESULT_ENDING if kind == "result" else kind
    return File(f"{_stem(answer, groups)}.{ending}", MIMES[kind], content)


@operation("cohort.rerun", kind="read")
def rerun_cohort(
    context: Context, session: Session, *, content: bytes, file: str
) -> Rerun:
    """Compute a result again under its own definition, and compare every digit.

    The definition and the dropout rules are those written in the file; the extract is
    the territory's of that name; the rules of disclosure are those in force.

    Args:
        context: who asks.
        session: given by the guard.
        content: a result file.
        file: its name, for messages.

    Returns:
        Whether the digits are the same, where they are not, what has changed.

    Raises:
        ResultUnreadable: not a result, or changed since.
        ConfigurationRefused: its definition breaks a rule of today.
        ExtractMissing, ExtractUnreadable, GroupNotOffered, CohortEmpty, TooFew.
        AlreadyAnswered: an earlier release differs by a few persons only.
    """
    result = read_result(content, file=file)
    then = result.origins
    context.trace.about = then.cohort
    definition = _as_written(context, then, file=file)
    answer = analyse_definition(
        context, definition, extract=then.extract, groups=then.groups
    )
    parts = released_parts(context, answer, groups=then.groups)
    today = _today(context, then.cohort)
    now = _origins(context, answer, then.groups, today)
    return compare(result, figures_of(parts), now)


def can_draw() -> bool:
    """Tell whether the libraries of the extra `report` are installed.

    Returns:
        Whether reports and pictures can be made; tables can in any case.
    """
    return all(find_spec(name) is not None for name in ("typst", "vl_convert"))


def has_picture(answer: CohortAnswer, group: str) -> bool:
    """Tell whether released figures make a chart.

    Args:
        answer: the analysed cohort.
        group: a breakdown, "" = the whole.

    Returns:
        Whether a picture of it can be taken away.
    """
    part = answer.released_by_group.get(group) if group else answer.released
    return part is not None and is_drawable(part, answer.definition)


def _subject(
    context: Context, answer: CohortAnswer, parts: Parts, groups: tuple[str, ...]
) -> Subject:
    return Subject(
        definition=answer.definition,
        explanation=explain(answer.definition, nomenclature=context.nomenclature),
        flow=answer.published_flow,
        parts=parts,
        names={
            group: _names(context, group, parts[group])
            for group in groups
            if group in parts
        },
        refusals=answer.refusals,
        rules=read_rules(context.config),
        config_hash=answer.manifest.config_hash,
        program=version("parcours"),
        made_on=context.today(),
    )


def _doubts(
    context: Context, answer: CohortAnswer, groups: tuple[str, ...]
) -> tuple[DoubtTable, ...]:
    """Say what could mislead, by the first breakdown; two would cross small groups."""
    group = groups[0] if groups else ""
    found = guard_definition(
        context, answer.definition, extract=answer.manifest.extract, group=group
    )
    labels = [one.group for one in found.losses]
    names = group_names(context, group or None, labels)
    order = in_order(context, group or None, labels)
    return doubt_tables(found, names={one: names[one] for one in order})


def _names(context: Context, group: str, part: ReleasedEstimate) -> dict[str, str]:
    labels = [one.group for one in part.estimate.groups] + list(part.hidden)
    names = group_names(context, group, labels)
    return {text: names[text] for text in in_order(context, group, labels)}


def _csv(answer: CohortAnswer, parts: Parts) -> bytes:
    shown, names = tuple(parts.values()), tuple(parts)
    return as_csv(shown, names, clock=answer.definition.clock)


def _json(_answer: CohortAnswer, parts: Parts) -> bytes:
    return as_json(tuple(parts.values()), tuple(parts))


def _parquet(answer: CohortAnswer, parts: Parts) -> bytes:
    return as_parquet(parts, clock=answer.definition.clock)


_TABLES: Mapping[str, Callable[[CohortAnswer, Parts], bytes]] = {
    "csv": _csv,
    "json": _json,
    "parquet": _parquet,
}


def _picture(
    context: Context,
    answer: CohortAnswer,
    parts: Parts,
    groups: tuple[str, ...],
    *,
    kind: str,
) -> bytes:
    group = groups[0] if groups else ""
    if group not in parts:
        raise NothingDrawn
    names = _names(context, group, parts[group]) if group else None
    drawn: Spec | None = chart(parts[group], answer.definition, names=names, look=LIGHT)
    if drawn is None:
        raise NothingDrawn
    shown = parts[group]
    source = source_line(shown.provenance, rules_version=shown.rules_version)
    drawn = captioned(drawn, text=source, look=LIGHT)
    if kind == "png":
        return as_png(drawn, background=LIGHT.page)
    return described(as_svg(drawn), text=source).encode("utf-8")


def _stem(answer: CohortAnswer, groups: tuple[str, ...]) -> str:
    words = [answer.definition.name, answer.manifest.extract, *groups]
    return "_".join(words).replace(":", "-")


def _origins(
    context: Context,
    answer: CohortAnswer,
    groups: tuple[str, ...],
    definition: CohortDefinition | None,
) -> Origins:
    """Say what a result is computed from, today.

    Args:
        context: of the running operation.
        answer: the analysed cohort.
        groups: breakdowns asked for.
        definition: the one that bears the name today, None = there is none any more.
    """
    manifest, rules = answer.manifest, read_dropout_rules(context.config)
    folder = extract_folder(territory_of(context) / "extracts", manifest.extract)
    return Origins(
        program=version("parcours"),
        cohort=answer.definition.name,
        groups=groups,
        definition="" if definition is None else to_yaml(definition, rules=rules),
        definition_hash="" if definition is None else definition.hash,
        dropout_rules=(context.config / DROPOUT_RULES).read_text("utf-8"),
        dropout_version=rules.version,
        disclosure_version=read_rules(context.config).version,
        extract=manifest.extract,
        as_of=manifest.as_of.isoformat(),
        config_hash=manifest.config_hash,
        tables=hash_tables(folder),
    )


def _today(context: Context, name: str) -> CohortDefinition | None:
    """Find the definition that bears a name today."""
    try:
        return definition_of(context, name)
    except CohortUnknown:  # renamed or taken away since
        return None


def _as_written(context: Context, then: Origins, *, file: str) -> CohortDefinition:
    """Read the definition of a result under the rules that were written with it."""
    rules = dropout_rules_from(read_yaml_text(then.dropout_rules, name=DROPOUT_RULES))
    definition = definition_from(
        read_yaml_text(then.definition, name=f"{then.cohort}.yaml"),
        rules=rules,
        situations=frozenset(context.nomenclature.situations),
    )
    if (definition.name, definition.hash) != (then.cohort, then.definition_hash):
        raise ResultUnreadable(file)
    return definition
