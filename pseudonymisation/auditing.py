"""How good are the links: pairs drawn by chance, judged by humans, counted.

What each stratum held is kept with the sample, so that later links change nothing of
what was measured. A judgement links and parts nobody: it is a measurement.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Select, func, insert, select, update

from pseudonymisation.agreement import side_by_side
from pseudonymisation.audit_frame import Pair, identities_of, persons_of, whole
from pseudonymisation.decisions import TAKE_BACK_WITHIN
from pseudonymisation.failures import (
    AuditAnswerRefused,
    NothingToTakeBack,
    TooLateToTakeBack,
    VaultBusy,
)
from pseudonymisation.identities.lock import vault_lock
from pseudonymisation.identities.store import BUSY_SECONDS, reading, writing
from pseudonymisation.identities.tables import audit_strata, audits
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import FieldPair, Identity
from pseudonymisation.vault import Vault


SAME, DIFFERENT, UNSURE = "same", "different", "unsure"


@dataclass(frozen=True, slots=True)
class AuditPair:
    """Two identities to be judged, without saying what the linkage made of them.

    Attributes:
        number: by which it is answered.
        one: an identity.
        other: another.
        persons: pseudonyms of whom they are, for the audit alone: whether they are
            one would tell what the linkage made of them.
    """

    number: int
    one: Identity
    other: Identity
    persons: tuple[Pseudonym, Pseudonym]

    @property
    def fields(self) -> tuple[FieldPair, ...]:
        """Give the two side by side, field by field."""
        return side_by_side([self.one], [self.other])

    def __repr__(self) -> str:
        return f"AuditPair({self.number})"


@dataclass(frozen=True, slots=True)
class AuditCell:
    """A part of a stratum: what it holds, how many were judged, and how.

    Attributes:
        kind: linked | asked | near.
        band: lowest probability of its band.
        organisation: of the later subject of each pair.
        year: in which the later subject came.
        pairs: in the whole.
        score: their mean probability.
        judged: "same" or "different".
        same: judged one person.
        waiting: drawn and not yet answered.
    """

    kind: str
    band: float
    organisation: str
    year: int
    pairs: int
    score: float
    judged: int
    same: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Audited:
    """A sample as far as it was judged.

    Attributes:
        drawn_at: UTC.
        cells: every part of every stratum.
    """

    drawn_at: datetime
    cells: tuple[AuditCell, ...]


class Auditing:
    """The desk's window for measuring the linkage.

    Args:
        vault: the opened vault.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def __repr__(self) -> str:
        return "Auditing(…)"

    def draw(self, *, each: int, rng: np.random.Generator) -> int:
        """Draw a sample from every stratum, for reviewers.

        Args:
            each: pairs per stratum; all of a smaller one.
            rng: source of chance.

        Returns:
            How many pairs were drawn.

        Raises:
            VaultBusy: another process writes the vault.
        """
        with reading(self._vault.engine) as connection:
            pairs = whole(connection, self._vault)
        strata: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in pairs:
            strata[pair.stratum].append(pair)
        now = self._vault.now()
        drawn = [
            strata[name][place]
            for name in sorted(strata)
            for place in rng.permutation(len(strata[name]))[:each].tolist()
        ]
        order = rng.permutation(len(drawn)).tolist()
        self._write(now, [drawn[place] for place in order], strata)
        return len(drawn)

    def _write(
        self,
        now: datetime,
        drawn: Sequence[Pair],
        strata: Mapping[str, Sequence[Pair]],
    ) -> None:
        sample = now.isoformat()
        lock = vault_lock(self._vault.engine)
        if not lock.acquire(wait_seconds=BUSY_SECONDS):
            raise VaultBusy
        try:
            with writing(self._vault.engine) as connection:
                highest = connection.execute(select(func.max(audits.c.id))).scalar()
                rows = [
                    _audit_row(pair, number, sample=sample, now=now)
                    for number, pair in enumerate(drawn, (highest or 0) + 1)
                ]
                if rows:
                    connection.execute(insert(audits), rows)
                    connection.execute(
                        insert(audit_strata), list(_stratum_rows(strata, sample))
                    )
                connection.commit()
        finally:
            lock.release()

    def waiting(self, *, most: int) -> list[AuditPair]:
        """Open pairs that nobody has judged, of the latest sample.

        Args:
            most: how many at most.

        Returns:
            The pairs in the order drawn; those whose identities are gone are left out.
        """
        found: list[AuditPair] = []
        with reading(self._vault.engine) as connection:
            asked = connection.execute(
                select(audits.c.id, audits.c.subject_a, audits.c.subject_b)
                .where(audits.c.sample == _latest().scalar_subquery())
                .where(audits.c.answer.is_(None))
                .order_by(audits.c.id)
            ).all()
            for start in range(0, len(asked), most):
                found += self._open(connection, asked[start : start + most])
                if len(found) >= most:
                    break
        return found[:most]

    def _open(
        self, connection: Connection, asked: Sequence[Row[int, int, int]]
    ) -> list[AuditPair]:
        wanted = {s for row in asked for s in (row.subject_a, row.subject_b)}
        known = identities_of(connection, self._vault, wanted)
        whose = persons_of(connection, self._vault, wanted)
        return [
            AuditPair(
                row.id,
                known[row.subject_a],
                known[row.subject_b],
                (whose[row.subject_a], whose[row.subject_b]),
            )
            for row in asked
            if {row.subject_a, row.subject_b} <= known.keys() & whose.keys()
        ]

    def answer(self, number: int, verdict: str, *, author: str) -> None:
        """Keep a reviewer's judgement; it links and parts nobody.

        Args:
            number: of the pair.
            verdict: same | different | unsure.
            author: the account.

        Raises:
            AuditAnswerRefused: no such pair, judged already, or no such verdict.
        """
        if verdict not in (SAME, DIFFERENT, UNSURE):
            raise AuditAnswerRefused
        with writing(self._vault.engine) as connection:
            done = connection.execute(
                update(audits)
                .where(audits.c.id == number, audits.c.answer.is_(None))
                .values(
                    answer=verdict,
                    answered_at=self._vault.now(),
                    answered_by=author,
                )
            )
            if done.rowcount != 1:
                raise AuditAnswerRefused
            connection.commit()

    def take_back(self, number: int | None, *, author: str) -> int:
        """Forget an account's last judgement, a wrong click, for ten minutes.

        Args:
            number: of the pair; None for the last one that the account judged.
            author: the account.

        Returns:
            Number of the pair, which waits again.

        Raises:
            NothingToTakeBack: the account's last judgement is another one, or none.
            TooLateToTakeBack: it was given more than ten minutes ago.
        """
        mine = (
            select(audits.c.id, audits.c.answered_at)
            .where(audits.c.answered_by == author)
            .where(audits.c.sample == _latest().scalar_subquery())
            .order_by(audits.c.answered_at.desc(), audits.c.id.desc())
            .limit(1)
        )
        unanswered = dict.fromkeys(("answer", "answered_at", "answered_by"))
        with writing(self._vault.engine) as connection:
            last = connection.execute(mine).first()
            if last is None or number not in (None, last.id):
                raise NothingToTakeBack
            if self._vault.now() - last.answered_at > TAKE_BACK_WITHIN:
                raise TooLateToTakeBack(TAKE_BACK_WITHIN)
            connection.execute(
                update(audits).where(audits.c.id == last.id).values(unanswered)
            )
            connection.commit()
        return int(last.id)

    def judged(self) -> Audited | None:
        """Count the latest sample as far as it was judged; None without any."""
        with reading(self._vault.engine) as connection:
            sample = connection.execute(_latest()).scalar()
            if sample is None:
                return None
            parts = connection.execute(
                select(audit_strata).where(audit_strata.c.sample == sample)
            ).all()
            answers = connection.execute(
                select(*_CELL, audits.c.answer, func.count().label("n"))
                .where(audits.c.sample == sample)
                .group_by(*_CELL, audits.c.answer)
            ).all()
        counted: Counter[tuple[str, str, int, str | None]] = Counter()
        for row in answers:
            counted[row.stratum, row.organisation, row.year, row.answer] = row.n
        return Audited(
            datetime.fromisoformat(sample),
            tuple(_cell(row, counted) for row in parts),
        )


_CELL = (audits.c.stratum, audits.c.organisation, audits.c.year)


def _latest() -> Select[Any]:
    return select(func.max(audit_strata.c.sample))


def _audit_row(
    pair: Pair, number: int, *, sample: str, now: datetime
) -> dict[str, Any]:
    return {
        "id": number,
        "sample": sample,
        "stratum": pair.stratum,
        "subject_a": pair.earlier,
        "subject_b": pair.later,
        "score": pair.score,
        "organisation": pair.organisation,
        "year": pair.year,
        "drawn_at": now,
    }


def _stratum_rows(
    strata: Mapping[str, Sequence[Pair]], sample: str
) -> Iterator[dict[str, Any]]:
    for stratum, pairs in strata.items():
        scores: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
        for pair in pairs:
            scores[pair.organisation, pair.year].append(pair.score)
        for (organisation, year), found in scores.items():
            yield {
                "sample": sample,
                "stratum": stratum,
                "organisation": organisation,
                "year": year,
                "pairs": len(found),
                "score": sum(found) / len(found),
            }


def _cell(
    row: Row[Any], counted: Counter[tuple[str, str, int, str | None]]
) -> AuditCell:
    kind, _colon, band = row.stratum.partition(":")
    where = (row.stratum, row.organisation, row.year)
    same = counted[*where, SAME]
    return AuditCell(
        kind=kind,
        band=float(band),
        organisation=row.organisation,
        year=row.year,
        pairs=row.pairs,
        score=row.score,
        judged=same + counted[*where, DIFFERENT],
        same=same,
        waiting=counted[*where, None],
    )
