"""Twenty workers at once, as the server runs them: threads of one process.

Each signs in and then works through what the pages ask of the operations, the session
checked first as at every run of a script: a search, a young person's page opened (all
that it reads), an entry saved (its draft kept before and dropped with it, the page read
again after), the portfolio read. "busy": between two actions each thinks, three seconds
on average, so that some six actions a second are asked. "full": nobody thinks, which is
the most that this machine does; no limit is set for it.

Every answer is held against `casework_sight`. As a program this module is the other
workers while a browser is measured: `python -m bench.casework_load FOLDER N` works
until its input ends and says then what it met.
"""

import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sqlalchemy.exc import SQLAlchemyError

from bench.casework_place import PASSWORD, Sign
from bench.casework_sight import Sight, sight_of
from bench.casework_words import typed_texts
from bench.figures import figure
from config.failure import Failure
from parcours.access.context import Context
from parcours.access.failures import SessionOver
from parcours.access.sessions import check_token
from parcours.access.signing_in import sign_in
from parcours.caseload.operations import read_caseload
from parcours.goals.operations import read_plan
from parcours.interventions.habits import read_habits
from parcours.interventions.operations import (
    NewIntervention,
    log_contact,
    log_intervention,
)
from parcours.people.operations import (
    NewSituation,
    read_path,
    search_people,
    update_situation,
)
from parcours.rights.reading import read_rights_of
from parcours.territory.opening import Territory
from parcours.worktop.operations import drop_draft, keep_draft, read_drafts


THINK_SECONDS = 3.0
ACTIONS = {"search": 25, "open": 35, "save": 30, "portfolio": 10}  # of a hundred
KIND = "premier_accueil"
ENTRIES = ("intervention", "contact", "situation")
SEARCHES = 40  # texts that a worker types, one after the other
DAYS_BACK = 20
LIMITS = {"search": 200.0, "save": 100.0}
PERCENTILES = (50, 95)


@dataclass
class Tally:
    """What one worker met.

    Attributes:
        spent: what was asked → (wall, processor) in milliseconds, one each.
        errors: code or class of what went wrong → how often.
        checked: answers held against the worker's sight.
        foreign: values in them that were not for this worker.
    """

    spent: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    checked: int = 0
    foreign: int = 0

    def add(self, other: "Tally") -> None:
        """Take in another's."""
        for name, times in other.spent.items():
            self.spent.setdefault(name, []).extend(times)
        self.errors.update(other.errors)
        self.checked += other.checked
        self.foreign += other.foreign


class Worker:
    """One signed-in worker and what they do.

    Args:
        territory: open.
        sign: who it is.
    """

    def __init__(self, territory: Territory, sign: Sign) -> None:
        self._territory = territory
        self._rng = Random(sign.login)  # noqa: S311 - of invented work
        self.tally = Tally()
        self._sight: Sight = sight_of(territory, sign)
        principal, self._token = sign_in(
            territory.record,
            territory.audit,
            login=sign.login,
            password=PASSWORD,
            now=territory.now(),
        )
        context = territory.context(principal)
        some = self._rng.sample(
            sorted(self._sight.known), min(SEARCHES, len(self._sight.known))
        )
        self._texts = typed_texts(context, territory.desk, some, self._rng)
        search_people(context, desk=territory.desk, text="zzz")  # names are read once

    def work(self, until: Callable[[], bool], *, think: float) -> None:
        """Do one thing after the other.

        Args:
            until: tells when to stop.
            think: seconds between two actions, on average.
        """
        self._wait(think * self._rng.random(), until)
        names, weights = list(ACTIONS), list(ACTIONS.values())
        while not until():
            action = self._rng.choices(names, weights)[0]
            try:
                getattr(self, f"_{action}")(self._context())
            except Failure as refusal:
                self.tally.errors[refusal.code] += 1
            except SQLAlchemyError as error:
                self.tally.errors[type(error).__name__] += 1
            self._wait(think * (0.5 + self._rng.random()), until)

    def _wait(self, seconds: float, until: Callable[[], bool]) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end and not until():
            time.sleep(min(0.1, max(0.0, end - time.monotonic())))

    def _context(self) -> Context:
        """Check the session, as every run of a script does."""
        there = check_token(
            self._territory.record,
            token=self._token,
            now=self._territory.now(),
            policy=self._territory.policy,
        )
        if there is None:
            raise SessionOver
        return self._territory.context(there)

    def _timed(self, name: str, work: Callable[[], Any]) -> Any:
        wall, processor = time.perf_counter(), time.thread_time()
        answer = work()
        spent = (time.perf_counter() - wall, time.thread_time() - processor)
        self.tally.spent.setdefault(name, []).append(
            (1_000 * spent[0], 1_000 * spent[1])
        )
        return answer

    def _hold(self, foreign: int) -> None:
        self.tally.checked += 1
        self.tally.foreign += foreign

    def _search(self, context: Context) -> None:
        desk, typed = self._territory.desk, self._rng.choice(self._texts)
        cards = self._timed(
            "search", lambda: search_people(context, desk=desk, text=typed)
        )
        self._hold(self._sight.foreign_cards(cards, caseload=False))

    def _portfolio(self, context: Context) -> None:
        desk = self._territory.desk
        cards = self._timed("portfolio", lambda: read_caseload(context, desk=desk))
        self._hold(self._sight.foreign_cards(cards, caseload=True))

    def _open(self, context: Context) -> None:
        person = self._rng.choice(self._sight.held)
        self._timed("open", lambda: self._read(context, person))

    def _read(self, context: Context, person: str) -> None:
        """Read all that a young person's page draws when it is opened."""
        path = read_path(context, person=person)
        self._hold(self._sight.foreign_path(path, person))
        plan = read_plan(context, person=person)
        rights = read_rights_of(context, person=person)
        self._hold((plan is None) + (rights is None))
        self._hold(self._sight.foreign_drafts(read_drafts(context)))
        near = read_habits(context).persons
        self._hold(sum(one not in self._sight.known for one in near))

    def _save(self, context: Context) -> None:
        person, mark = self._rng.choice(self._sight.held), self._sight.mark
        fields, ref = {"note": mark}, f"{self._rng.getrandbits(64):016x}"
        keep_draft(context, form="intervention", ref=ref, about=person, fields=fields)
        entry = self._rng.choice(ENTRIES)
        self._timed("save", lambda: self._enter(context, entry, person, ref))
        self._timed("open", lambda: self._read(context, person))

    def _enter(self, context: Context, entry: str, person: str, ref: str) -> None:
        """Save an entry and drop its draft, as the button does."""
        words = context.nomenclature
        on = context.today() - timedelta(days=self._rng.randrange(DAYS_BACK))
        if entry == "intervention":
            kind = next(
                c for c, k in words.interventions.items() if k.named != "forbidden"
            )
            new = NewIntervention(kind, on, hours=1.0, note=self._sight.mark)
            log_intervention(context, person=person, new=new, anyway=True)
        elif entry == "contact":
            result = self._rng.choice(list(words.contact_results))
            log_contact(context, person=person, on=on, result=result)
        else:
            situation = self._rng.choice(sorted(words.situations))
            new_one = NewSituation(situation, on)
            update_situation(context, person=person, new=new_one)
        drop_draft(context, ref=ref, about=person)


def at_work(
    territory: Territory,
    signs: list[Sign],
    *,
    until: Callable[[], bool],
    think: float,
    ready: Callable[[], None] = lambda: None,
) -> Tally:
    """Let workers work at once; tell what they met together.

    Args:
        territory: open, shared by all as in the server.
        signs: the workers.
        until: tells when to stop.
        think: seconds between two actions of one, on average.
        ready: called when all have signed in.

    Returns:
        Their tally.
    """
    workers = [Worker(territory, sign) for sign in signs]
    ready()
    threads = [
        threading.Thread(target=one.work, args=(until,), kwargs={"think": think})
        for one in workers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Tally()
    for worker in workers:
        whole.add(worker.tally)
    return whole


def measure(
    territory: Territory, signs: list[Sign], *, seconds: float, think: float, name: str
) -> list[dict[str, Any]]:
    """Measure workers at once for a while.

    Args:
        territory: open.
        signs: the workers.
        seconds: how long, once all have signed in.
        think: seconds between two actions of one, on average; 0: none.
        name: how the figures begin.

    Returns:
        Waiting times and what went wrong, beside their limits where they have any.
    """
    started: list[float] = []

    def until() -> bool:
        if not started:
            started.append(time.monotonic())
        return time.monotonic() - started[0] > seconds

    processor = time.process_time()
    met = at_work(territory, signs, until=until, think=think)
    wall = time.monotonic() - started[0]
    processor = time.process_time() - processor
    asked = sum(len(times) for times in met.spent.values())
    figures = [
        figure(f"{name}_workers_n", len(signs), unit="n"),
        figure(f"{name}_answers_per_s", asked / wall, unit="/s"),
        figure(f"{name}_processor_share", processor / wall, unit="cores"),
    ]
    for what, times in sorted(met.spent.items()):
        figures += _waits(f"{name}_{what}", times, LIMITS.get(what) if think else None)
    return [*figures, *wrongs(name, met)]


def _waits(
    name: str, times: list[tuple[float, float]], limit: float | None
) -> list[dict[str, Any]]:
    walls, processors = np.array(times).T
    return [
        *(
            figure(
                f"{name}_p{at}_ms",
                float(np.percentile(walls, at)),
                unit="ms",
                peer="limit" if at == PERCENTILES[-1] else None,
                peer_value=limit,
            )
            for at in PERCENTILES
        ),
        figure(f"{name}_cpu_p50_ms", float(np.percentile(processors, 50)), unit="ms"),
    ]


def wrongs(name: str, met: Tally) -> list[dict[str, Any]]:
    """Tell what should be nothing.

    Args:
        name: how the figures begin.
        met: what workers met.

    Returns:
        Errors shown, whatever their kind, and foreign values, each beside 0.
    """
    shown = sum(met.errors.values())
    said = "".join(f" {code}" for code in sorted(met.errors))
    return [
        figure(f"{name}_errors_n{said}", shown, unit="n", peer="limit", peer_value=0),
        figure(f"{name}_foreign_n", met.foreign, unit="n", peer="limit", peer_value=0),
        figure(f"{name}_checked_n", met.checked, unit="n"),
    ]


def main(folder: Path, signs: list[Sign]) -> None:
    """Be the others at work until the input ends; then say what they met."""
    territory = Territory.open(
        folder, environ=os.environ, now=lambda: datetime.now(UTC)
    )
    over = threading.Event()

    def until() -> bool:
        return over.is_set()

    def listen() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=listen, daemon=True).start()

    def ready() -> None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    met = at_work(territory, signs, until=until, think=THINK_SECONDS, ready=ready)
    territory.close()
    sys.stdout.write(
        json.dumps(
            {"errors": met.errors, "checked": met.checked, "foreign": met.foreign}
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Sign(*one.split("@")) for one in sys.argv[2:]])
