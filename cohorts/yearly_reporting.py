"""Operations of the yearly reports: of a contract, an action, all that was evaluated.

They take the released indicators that the dashboard shows and add the words of the
programme: no figure is computed for a report alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from importlib.metadata import version

from sqlmodel import Session

from cohorts.answer import File
from cohorts.breakdowns import group_names
from cohorts.disclosure.head_counts import block
from cohorts.disclosure.reading import read_rules
from cohorts.finding import territory_of
from cohorts.indicating import BoardAnswer, board_of
from cohorts.indicators.actions import ActionLine
from cohorts.indicators.figures import IndicatorSet
from cohorts.report.blocks import BLOCKS, MOST_SIGNS, Block, Blocks
from cohorts.report.closing import block_titles
from cohorts.report.document import Report
from cohorts.report.evaluation import EvaluationSubject, compose_evaluation
from cohorts.report.failures import NoSuchReport
from cohorts.report.html import as_html
from cohorts.report.of_action import ActionSubject, compose_action
from cohorts.report.pdf import as_pdf
from cohorts.report.speaking import speaking
from cohorts.report.yearly import YearlySubject, compose_yearly
from cohorts.reporting import MIMES, ReportKind
from config.translation import Language, label
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.programme.content import require_text
from parcours.programme.doubts import think_over
from parcours.programme.views import action_names


STORE = "evaluation.db"
EVALUATION = "·evaluation"
"""What the evaluator's texts are kept under; no code of a contract holds that sign."""
LONGEST = MOST_SIGNS  # of a text, for the pages


@dataclass(frozen=True)
class ReportText:
    """A text of a report, as it is read or written.

    Attributes:
        name: one of `BLOCKS`.
        title: its heading.
        text: in plain words, "" = none.
        year: of which it was written, None = never.
    """

    name: str
    title: str
    text: str
    year: int | None


@operation("report.contract", kind="read", about="contract")
def report_contract(
    context: Context,
    session: Session,
    *,
    contract: str = "",
    year: int | None = None,
    kind: ReportKind = "pdf",
    extract: str | None = None,
    language: Language | None = None,
) -> File:
    """Write the yearly report of a contract, of released figures only.

    Args:
        context: who asks.
        session: given by the guard.
        contract: its code, "" = that of the latest actions.
        year: of the report, None = the latest with funded actions.
        kind: pdf (tagged, PDF/UA-1) or html (one file that asks for nothing).
        extract: name of the extract, None = the latest.
        language: fr or en, None = the one in use.

    Returns:
        The report; the same bytes for the same extract and texts.

    Raises:
        NoSuchReport: no funded action of that contract and year in the extract.
        ExtractMissing, ExtractUnreadable, ConfigurationRefused.
        WriterMissing: the libraries of the extra `report` are not installed.
    """
    with speaking(language):
        board = board_of(context, extract=extract)
        actions = [
            one
            for one in board.figures.actions
            if contract in ("", one.contract) and year in (None, one.year)
        ]
        if not actions:
            raise NoSuchReport
        latest = max(actions, key=lambda one: (one.year, one.contract))
        subject = YearlySubject(
            contract=latest.contract,
            year=latest.year,
            figures=board.figures,
            catalogue=board.catalogue,
            comparators=board.comparators,
            names=_names(context, session, board.figures),
            blocks=_blocks(context, latest.contract, latest.year),
            rounding=_rounding(context, board),
            program=version("parcours"),
        )
        stem = f"bilan_{latest.contract}_{latest.year}"
        return _file(compose_yearly(subject), stem, kind)


@operation("report.action", kind="read", about="code")
def report_action(
    context: Context,
    session: Session,
    *,
    code: str,
    kind: ReportKind = "pdf",
    extract: str | None = None,
    language: Language | None = None,
) -> File:
    """Write the report of an action in the breakdowns that funders ask for.

    Args:
        context: who asks.
        session: given by the guard.
        code: of its application, or of the action itself.
        kind: pdf or html.
        extract: name of the extract, None = the latest.
        language: fr or en, None = the one in use.

    Returns:
        The report; the same bytes for the same extract and texts.

    Raises:
        NoSuchReport: no such funded action in the extract.
        ExtractMissing, ExtractUnreadable, ConfigurationRefused.
        WriterMissing: the libraries of the extra `report` are not installed.
    """
    with speaking(language):
        board = board_of(context, extract=extract)
        one = _action(board.figures, code)
        levels = {(x.contract, x.objective): x.name for x in board.figures.levels}
        holders = group_names(context, "organisation", [one.organisation])
        subject = ActionSubject(
            action=one,
            holder=holders[one.organisation],
            level=levels.get((one.contract, one.objective), ""),
            figures=board.figures,
            catalogue=board.catalogue,
            blocks=_blocks(context, one.application, one.year),
            rounding=_rounding(context, board),
            program=version("parcours"),
        )
        return _file(compose_action(subject), f"bilan_{one.application}", kind)


@operation("report.evaluation", kind="read")
def report_evaluation(
    context: Context,
    session: Session,
    *,
    year: int | None = None,
    kind: ReportKind = "pdf",
    extract: str | None = None,
    language: Language | None = None,
) -> File:
    """Write the evaluator's report: every definition, every released figure, limits.

    Args:
        context: who asks.
        session: given by the guard.
        year: whose texts it bears, None = that of the extract's day of knowledge.
        kind: pdf or html.
        extract: name of the extract, None = the latest.
        language: fr or en, None = the one in use.

    Returns:
        The report; the same bytes for the same extract and texts.

    Raises:
        ExtractMissing, ExtractUnreadable, ConfigurationRefused.
        WriterMissing: the libraries of the extra `report` are not installed.
    """
    with speaking(language):
        board = board_of(context, extract=extract)
        told_of = int(board.figures.as_of[:4]) if year is None else year
        subject = EvaluationSubject(
            year=told_of,
            figures=board.figures,
            catalogue=board.catalogue,
            comparators=board.comparators,
            names=_names(context, session, board.figures),
            blocks=_blocks(context, EVALUATION, told_of),
            rounding=_rounding(context, board),
            program=version("parcours"),
        )
        return _file(compose_evaluation(subject), f"evaluation_{told_of}", kind)


@operation("report.read_texts", kind="read", about="about")
def read_report_texts(
    context: Context, session: Session, *, about: str, year: int
) -> list[ReportText]:
    """Read the texts of a report, those of former years where none is newer.

    Args:
        context: who asks.
        session: given by the guard.
        about: code of the contract, of an action's application, or `EVALUATION`.
        year: of the report.

    Returns:
        Every text, in order; blank ones too.
    """
    found = _blocks(context, about, year)
    titles = block_titles()
    return [
        ReportText(name, titles[name], found[name].text, found[name].year)
        for name in BLOCKS
    ]


@operation("report.write_text", kind="vault", about="about")  # another store
def write_report_text(
    context: Context,
    session: Session,
    *,
    about: str,
    year: int,
    name: str,
    text: str,
    confirmed: Collection[str] = (),
) -> None:
    """Write a text of a report; it stands for later years until written anew.

    Args:
        context: who writes.
        session: given by the guard.
        about: code of the contract, or of an action's application.
        year: of the report.
        name: which text.
        text: in plain words, "" takes it away.
        confirmed: its name, once somebody said that nobody is recognisable in it.

    Raises:
        NoSuchReport: no such text.
        TextRefused: too long, or it holds a national number.
        WordsUnconfirmed: it seems to hold something of a person.
    """
    if about == EVALUATION:
        raise NoSuchReport
    _write(context, about, year, (name, text), confirmed)


@operation("report.write_evaluation", kind="vault")  # another store
def write_evaluation_text(
    context: Context,
    session: Session,
    *,
    year: int,
    name: str,
    text: str,
    confirmed: Collection[str] = (),
) -> None:
    """Write a text of the evaluator's report, as `write_report_text`.

    Args:
        context: who writes.
        session: given by the guard.
        year: of the report.
        name: which text.
        text: in plain words, "" takes it away.
        confirmed: its name, once somebody said that nobody is recognisable in it.

    Raises:
        NoSuchReport: no such text.
        TextRefused: too long, or it holds a national number.
        WordsUnconfirmed: it seems to hold something of a person.
    """
    _write(context, EVALUATION, year, (name, text), confirmed)


def _write(
    context: Context,
    about: str,
    year: int,
    new: tuple[str, str],
    confirmed: Collection[str],
) -> None:
    name, text = new
    if name not in BLOCKS:
        raise NoSuchReport
    require_text(text, name, most=MOST_SIGNS, is_optional=True)
    former = {name: _blocks(context, about, year)[name].text}
    think_over(context, {name: text.strip()}, confirmed=confirmed, former=former)
    store = Blocks(territory_of(context) / STORE)
    try:
        store.write(
            about,
            name,
            text,
            year=year,
            author=context.principal.login,
            now=context.now(),
        )
    finally:
        store.close()


def _blocks(context: Context, about: str, year: int) -> dict[str, Block]:
    store = Blocks(territory_of(context) / STORE)
    try:
        return store.read(about, year=year)
    finally:
        store.close()


def _action(figures: IndicatorSet, code: str) -> ActionLine:
    found = [one for one in figures.actions if code in (one.application, one.action)]
    if not found:
        raise NoSuchReport
    return max(found, key=lambda one: one.year)


def _names(
    context: Context, session: Session, figures: IndicatorSet
) -> dict[str, dict[str, str]]:
    labels: dict[str, set[str]] = {}
    for one in figures.figures:
        labels.setdefault(one.breakdown, set()).add(one.group)
    labels.setdefault("organisation", set()).update(_holders(figures.actions))
    names = {by: group_names(context, by, sorted(own)) for by, own in labels.items()}
    titles = action_names(session)
    titles |= {one.action: one.title for one in figures.actions}
    pillars = context.nomenclature.pillars.items()
    return names | {
        "action": names.get("action", {}) | titles,
        "pillar": names.get("pillar", {}) | {c: label(x.labels) for c, x in pillars},
        "neighbourhood": group_names(context, "qpv", sorted(labels["neighbourhood"]))
        if "neighbourhood" in labels
        else {},
    }


def _holders(actions: Iterable[ActionLine]) -> set[str]:
    return {one.organisation for one in actions}


def _rounding(context: Context, board: BoardAnswer) -> int:
    is_public = board.figures.rules_version == "public_data"
    disclosure = "public_data" if is_public else "protected"
    return block(read_rules(context.config), disclosure=disclosure)


def _file(report: Report, stem: str, kind: ReportKind) -> File:
    content = as_pdf(report) if kind == "pdf" else as_html(report)
    return File(f"{stem}.{report.language}.{kind}", MIMES[kind], content)
