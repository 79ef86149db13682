"""One file of what may leave of an answer of the bench, noted in the ledger.

The tables were protected and sealed by the operation that answered; here their leaving
is authorised, audited and written down, and only then is the file made.
"""

from collections.abc import Mapping
from typing import Literal

from sqlmodel import Session

from cohorts.answer import File
from cohorts.breakdowns import group_names
from cohorts.charts.look import LIGHT
from cohorts.disclosure.bench import ReleasedTables
from cohorts.disclosure.bench_again import answer_of, told_as
from cohorts.disclosure.failures import AlreadyAnswered
from cohorts.disclosure.files import table_as_csv
from cohorts.disclosure.head_counts import PUBLIC
from cohorts.disclosure.ledger import ReleaseLedger
from cohorts.disclosure.reading import read_rules
from cohorts.finding import territory_of
from cohorts.report.bench_pictures import picture
from cohorts.report.bench_words import BenchWords, heads
from cohorts.report.parquet import table_as_parquet
from cohorts.report.pictures import as_png, as_svg, captioned, described
from cohorts.report.sources import source_line
from cohorts.report.speaking import speaking
from cohorts.telling import settle
from cohorts.workbench.acts import BEFORE
from cohorts.workbench.failures import RulesChanged
from cohorts.workbench.situations import OTHERS
from config.translation import Language, label
from config.typography import _, typeset
from parcours.access.context import Context
from parcours.access.guard import operation


FileKind = Literal["csv", "parquet", "svg", "png"]
MIMES: Mapping[FileKind, str] = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "svg": "image/svg+xml",
    "png": "image/png",
}


@operation("workbench.release", kind="read")
def release_figures(
    context: Context,
    session: Session,
    *,
    released: ReleasedTables,
    table: str,
    kind: FileKind,
    language: Language | None = None,
) -> File:
    """Make one file of an answer's released figures, and note it in the ledger.

    Args:
        context: who asks.
        session: given by the guard.
        released: what may leave of an answer, sealed.
        table: which of its tables.
        kind: csv (in words), parquet (in codes), svg or png (a picture of it).
        language: fr or en; None = the one in use.

    Returns:
        The file.

    Raises:
        RulesChanged: the rules of disclosure are no longer those it was made under.
        AlreadyAnswered: an earlier release differs by a few persons only.
        NothingDrawn: nothing of the table can be drawn.
        WriterMissing: the libraries of the extra `report` are not installed.
    """
    source = released.provenance
    context.trace.about = source.definition
    context.trace.reason = f"extract {source.extract}, {released.question} {table}"
    released = _note(context, released, table)
    with speaking(language):
        content = _written(context, released, table, kind)
    stem = f"{source.definition}_{source.extract}_{table}"
    return File(f"{stem}.{kind}", MIMES[kind], content)


def _note(context: Context, released: ReleasedTables, table: str) -> ReleasedTables:
    """Write the release in the ledger, unless it would tell on a few persons.

    What is told is the former answer where only a few moved since it left.
    """
    rules = read_rules(context.config)
    if released.rules_version not in (PUBLIC, rules.version):
        raise RulesChanged
    ledger = ReleaseLedger(f"sqlite:///{territory_of(context) / 'evaluation.db'}")
    least = rules.threshold_publication
    try:
        if released.rules_version != PUBLIC and ledger.is_too_close(
            released, n_exact=released.n_exact, threshold=least
        ):
            raise AlreadyAnswered(least)
        if released.rules_version != PUBLIC:
            answer = answer_of(released)
            told = settle(context, [answer], day=released.provenance.as_of)
            released = told_as(released, told[answer.name].content)
        ledger.record(
            released,
            account=context.principal.login,
            grouping=(f"{released.question}:{table}",),
            n_exact=released.n_exact,
            now=context.now(),
        )
    finally:
        ledger.close()
    return released


def _written(
    context: Context, released: ReleasedTables, table: str, kind: FileKind
) -> bytes:
    shown = released.table(table)
    words = _words(context, released)
    if kind == "csv":
        return table_as_csv(heads(shown), words.rows(shown), source=released.provenance)
    if kind == "parquet":
        about = {
            "question": released.question,
            "table": table,
            "provenance": dict(vars(released.provenance)),
            "disclosure": released.rules_version,
        }
        return table_as_parquet(shown, about=about)
    drawn = picture(
        released, table, words=words, nomenclature=context.nomenclature, look=LIGHT
    )
    source = source_line(released.provenance, rules_version=released.rules_version)
    drawn = captioned(drawn, text=source, look=LIGHT)
    if kind == "png":
        pixels: bytes = as_png(drawn, background=LIGHT.page)
        return pixels
    return described(as_svg(drawn), text=source).encode("utf-8")


def _words(context: Context, released: ReleasedTables) -> BenchWords:
    """Find the words of an answer, in the language in use."""
    levels: dict[tuple[str, str], str] = {}
    for table in released.tables:
        if "level" not in table.columns:
            continue
        at = table.columns.index("term"), table.columns.index("level")
        for row in table.rows:
            term, level = (str(row[place]) for place in at)
            levels[term, level] = _level(context, term, level)
    situations = {
        code: typeset(label(dict(words))) for code, words in released.labels.items()
    }
    return BenchWords(situations, levels)


def _level(context: Context, term: str, level: str) -> str:
    if term == BEFORE:
        return _("oui") if level == "1" else _("non")
    if level == OTHERS:
        return _("autres niveaux, réunis")
    return group_names(context, term, [level])[level]
