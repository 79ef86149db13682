"""How good are the links: draw pairs, have them judged, say what follows.

Reviewers judge pairs drawn by chance without being told what the linkage made of them
(questions of kind "audit"); their judgement moves nobody. Precision is the share of
links that are right, recall the share of true links that were made, among pairs that
compare at one in a hundred or more. Groups of few pairs are left out: their figures
would say little of the linkage and much of somebody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

import numpy as np
from sqlmodel import Session, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.matching.sampling import (
    Share,
    Stratum,
    precision,
    recall,
)
from parcours.record.models import Organisation
from pseudonymisation.auditing import AuditCell, Audited, AuditPair
from pseudonymisation.desk import Desk


LINKED = "linked"
LEAST_PAIRS = 11  # of a group whose figures are told
EACH = 50  # pairs per stratum
NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Figures:
    """What a sample says of one group of pairs.

    Attributes:
        group: organisation or year; "" for the whole.
        links: links it holds.
        judged: pairs judged, links or not.
        precision: share of links that are right; None where nothing was judged.
        recall: share of true links that were made; None where nothing was judged, or
            no link is right.
        name: of the group, as people know it.
    """

    group: str
    links: int
    judged: int
    precision: Share | None
    recall: Share | None
    name: str = ""


@dataclass(frozen=True)
class Band:
    """Pairs that the linkage held equally likely, and what they were.

    Attributes:
        low: least probability.
        high: probability under which they lie; 1 for the last band.
        pairs: in the whole.
        judged: of them.
        predicted: mean probability.
        observed: share judged one person; None where none was judged.
    """

    low: float
    high: float
    pairs: int
    judged: int
    predicted: float
    observed: Share | None


@dataclass(frozen=True)
class Quality:
    """The measured quality of the links.

    Attributes:
        drawn_at: when the sample was drawn, UTC; None where none was.
        waiting: pairs that nobody has judged yet.
        whole: of all links.
        by_organisation: of the later subject of each pair.
        by_year: in which the later subject came.
        bands: calibration of the probabilities, lowest first.
    """

    drawn_at: datetime | None
    waiting: int
    whole: Figures
    by_organisation: tuple[Figures, ...]
    by_year: tuple[Figures, ...]
    bands: tuple[Band, ...]


@operation("linkage.draw_sample", kind="vault")
def draw_sample(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    each: int = EACH,
    rng: np.random.Generator | None = None,
) -> int:
    """Draw pairs from every stratum for reviewers; an earlier sample is laid aside.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault.
        each: pairs per stratum.
        rng: source of chance; the system's own if left out.

    Returns:
        How many pairs wait for a judgement.

    Raises:
        VaultBusy: another process writes the vault.
    """
    drawn = desk.auditing.draw(each=each, rng=rng or np.random.default_rng())
    context.trace.n_results = drawn
    return drawn


@operation("matching.audit_pairs", kind="vault")
def read_audit_pairs(
    context: Context, session: Session, *, desk: Desk, most: int = 20
) -> list[AuditPair]:
    """Show pairs to be judged, both identities; the audit names whom they are.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault.
        most: how many at most.

    Returns:
        The pairs, in an order that says nothing of their strata.
    """
    pairs = desk.auditing.waiting(most=most)
    shown = {str(person): None for pair in pairs for person in pair.persons}
    context.trace.revealed = tuple(shown)
    return pairs


@operation("matching.answer_audit", kind="vault", about="number")
def answer_audit(
    context: Context, session: Session, *, desk: Desk, number: int, verdict: str
) -> None:
    """Judge a pair; nobody is linked or parted by it.

    Args:
        context: who judges.
        session: given by the guard.
        desk: the door to the vault.
        number: of the pair.
        verdict: same | different | unsure.

    Raises:
        AuditAnswerRefused: no such pair, judged already, or no such verdict.
    """
    desk.auditing.answer(number, verdict, author=context.principal.login)


@operation("matching.take_back_audit", kind="vault", about="number")
def take_back_audit(
    context: Context, session: Session, *, desk: Desk, number: int | None = None
) -> int:
    """Take back a wrong click: the pair waits for a judgement again.

    Args:
        context: who judged; only one's own last judgement can be taken back, for ten
            minutes. The judgement stays in the audit.
        session: given by the guard.
        desk: the door to the vault.
        number: of the pair; None for the last one judged.

    Returns:
        Number of the pair.

    Raises:
        NothingToTakeBack: the last judgement is another one, or none.
        TooLateToTakeBack: the ten minutes are over.
    """
    return desk.auditing.take_back(number, author=context.principal.login)


@operation("linkage.quality", kind="vault")
def read_quality(context: Context, session: Session, *, desk: Desk) -> Quality:
    """Say how good the links are, from the latest sample.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault.

    Returns:
        The figures; None without a sample and before any answer.
    """
    names = {row.code: row.name for row in session.exec(select(Organisation)).all()}
    return estimate_quality(desk.auditing.judged(), names=names)


def estimate_quality(
    audited: Audited | None, *, names: Mapping[str, str] = NO_NAMES
) -> Quality:
    """Estimate precision, recall and calibration from a judged sample.

    Args:
        audited: the sample; None where none was drawn.
        names: of organisations, by code.

    Returns:
        The figures.
    """
    cells = audited.cells if audited else ()
    return Quality(
        drawn_at=audited.drawn_at if audited else None,
        waiting=sum(cell.waiting for cell in cells),
        whole=_figures("", cells, cells),
        by_organisation=tuple(
            replace(one, name=names.get(one.group, one.group))
            for one in _grouped(cells, lambda cell: cell.organisation)
        ),
        by_year=_grouped(cells, lambda cell: str(cell.year)),
        bands=_bands(cells),
    )


def _grouped(
    cells: Sequence[AuditCell], key: Callable[[AuditCell], str]
) -> tuple[Figures, ...]:
    found = (
        _figures(name, [cell for cell in cells if key(cell) == name], cells)
        for name in sorted({key(cell) for cell in cells})
    )
    return tuple(one for one in found if one.links >= LEAST_PAIRS)


def _figures(
    group: str, cells: Sequence[AuditCell], every: Sequence[AuditCell]
) -> Figures:
    linked = _strata((c for c in cells if c.kind == LINKED), every)
    apart = _strata((c for c in cells if c.kind != LINKED), every)
    judged = sum(cell.judged for cell in cells)
    return Figures(
        group=group,
        links=sum(stratum.size for stratum in linked),
        judged=judged,
        precision=precision(linked) if judged else None,
        recall=recall(linked, apart) if judged else None,
    )


def _strata(cells: Iterable[AuditCell], every: Sequence[AuditCell]) -> list[Stratum]:
    """Put cells of one kind and band together.

    Where a group has no judged pair in a stratum, the whole stratum's share stands for
    it, between no and all.
    """
    found: defaultdict[tuple[str, float], list[AuditCell]] = defaultdict(list)
    for cell in cells:
        found[cell.kind, cell.band].append(cell)
    return [
        _stratum(some, [c for c in every if (c.kind, c.band) == name])
        for name, some in sorted(found.items())
    ]


def _stratum(cells: Sequence[AuditCell], whole: Sequence[AuditCell]) -> Stratum:
    judged = sum(cell.judged for cell in whole)
    same = sum(cell.same for cell in whole)
    return Stratum(
        size=sum(cell.pairs for cell in cells),
        judged=sum(cell.judged for cell in cells),
        found=sum(cell.same for cell in cells),
        expected=same / judged if judged else _predicted(whole),
    )


def _predicted(cells: Sequence[AuditCell]) -> float:
    return sum(c.score * c.pairs for c in cells) / sum(c.pairs for c in cells)


def _bands(cells: Sequence[AuditCell]) -> tuple[Band, ...]:
    """Compare what was predicted with what was judged, links and others together."""
    lows = sorted({cell.band for cell in cells})
    found = []
    for low, high in zip(lows, [*lows[1:], 1.0], strict=False):
        here = [cell for cell in cells if cell.band == low]
        judged = sum(cell.judged for cell in here)
        found.append(
            Band(
                low=low,
                high=high,
                pairs=sum(cell.pairs for cell in here),
                judged=judged,
                predicted=_predicted(here),
                observed=precision(_strata(here, cells)) if judged else None,
            )
        )
    return tuple(found)
