"""Files in hand and loads under way, one of each per account: in memory, never on disk.

A file in hand is let go when it is loaded, left, or untouched for half an hour. A load
goes on when its page is left, and is found again by the same account.
"""

import contextvars
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from config.failure import Failure
from parcours.intake.failures import LoadUnderWay, NothingInHand
from parcours.intake.held import HeldTable
from parcours.intake.recognising import Candidate
from parcours.intake.results import IntakeAnswer


IDLE_SECONDS = 1800.0
State = Literal["running", "done", "failed"]


@dataclass(frozen=True)
class Hand:
    """A file in hand.

    Attributes:
        name: what to call it in messages.
        organisation: code of the sender.
        content: its bytes, to be read again under another template.
        candidates: templates that it may be of.
        template: the one chosen, None while somebody has to choose.
        held: its table under that template.
        seen: what the last look at it found, None where it must be looked at again.
    """

    name: str
    organisation: str
    content: bytes = field(repr=False)
    candidates: tuple[Candidate, ...]
    template: str | None = None
    held: HeldTable | None = field(default=None, repr=False)
    seen: Any = field(default=None, repr=False)


@dataclass
class Load:
    """A load under way, or what came of it. Written by its own thread only.

    Attributes:
        template: code of the template.
        total: rows to read.
        done: rows read.
        step: read | match | write.
        state: running | done | failed.
        answer: what it did, once done.
        error: why it failed.
    """

    template: str
    total: int
    done: int = 0
    step: str = "read"
    state: State = "running"
    answer: IntakeAnswer | None = None
    error: Exception | None = field(default=None, repr=False)

    def progress(self, done: int, _total: int) -> None:
        """Take the number of rows read."""
        self.done = min(done, self.total)

    def begin(self, step: str) -> None:
        """Take what begins: every row was read before it."""
        self.step, self.done = step, self.total


class Reception:
    """What each account has in hand, and its load.

    Args:
        idle: seconds after which an untouched file is let go.
    """

    def __init__(self, *, idle: float = IDLE_SECONDS) -> None:
        self._idle = idle
        self._lock = threading.Lock()
        self._hands: dict[int, Hand] = {}
        self._loads: dict[int, Load] = {}
        self._timers: dict[int, threading.Timer] = {}

    def __repr__(self) -> str:
        return "Reception(…)"

    def put(self, account: int, hand: Hand) -> None:
        """Take a file in hand, in place of the one before.

        Args:
            account: whose.
            hand: the file.
        """
        with self._lock:
            self._hands[account] = hand
            self._wait(account)

    def has(self, account: int) -> bool:
        """Tell whether an account has a file in hand.

        Args:
            account: whose.

        Returns:
            Whether there is one.
        """
        return account in self._hands

    def hand(self, account: int) -> Hand:
        """Give the file that an account has in hand.

        Args:
            account: whose.

        Returns:
            The file.

        Raises:
            NothingInHand: there is none, or it was let go.
        """
        with self._lock:
            if account not in self._hands:
                raise NothingInHand
            self._wait(account)
            return self._hands[account]

    def drop(self, account: int) -> None:
        """Let a file go; nothing of it stays.

        Args:
            account: whose.
        """
        with self._lock:
            self._hands.pop(account, None)
            timer = self._timers.pop(account, None)
        if timer is not None:
            timer.cancel()

    def _wait(self, account: int) -> None:
        former = self._timers.pop(account, None)
        if former is not None:
            former.cancel()
        timer = threading.Timer(self._idle, self.drop, [account])
        timer.daemon = True
        self._timers[account] = timer
        timer.start()

    def load_of(self, account: int) -> Load | None:
        """Give the load of an account, under way or over.

        Args:
            account: whose.

        Returns:
            The last one, None where there is none or it was put away.
        """
        return self._loads.get(account)

    def put_away(self, account: int) -> None:
        """Forget a load that is over.

        Args:
            account: whose.
        """
        with self._lock:
            load = self._loads.get(account)
            if load is not None and load.state != "running":
                del self._loads[account]

    def start(
        self, account: int, load: Load, work: Callable[[Load], IntakeAnswer]
    ) -> threading.Thread:
        """Load in a thread of its own, in the language of whoever asks.

        Args:
            account: whose.
            load: what is told of it meanwhile.
            work: the loading.

        Returns:
            The thread, begun.

        Raises:
            LoadUnderWay: another load of the account is not over.
        """
        with self._lock:
            former = self._loads.get(account)
            if former is not None and former.state == "running":
                raise LoadUnderWay
            self._loads[account] = load
        run = contextvars.copy_context().run
        thread = threading.Thread(
            target=run, args=(self._run, account, load, work), name="intake"
        )
        thread.start()
        return thread

    def _run(
        self, account: int, load: Load, work: Callable[[Load], IntakeAnswer]
    ) -> None:
        try:
            load.answer = work(load)
        except Failure as refusal:
            load.error = refusal.with_traceback(None)  # its frames hold rows
            load.state = "failed"
        except Exception as error:  # told on the page, by a reference
            load.error, load.state = error, "failed"
        else:
            self.drop(account)
            load.state = "done"
