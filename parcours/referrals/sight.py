"""Who sees how much of a hand-over: pure rules, one table.

A third organisation sees nothing at all, and cannot tell that there is something. The
packet is there to be answered: once the answer is no, or the sender took it back, the
recipient keeps the thread and no longer the packet.
"""

from dataclasses import dataclass
from typing import Literal

from parcours.referrals.thread import CLOSED, Side


Sight = Literal["whole", "thread"]
COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Looker:
    """Who looks at a thread.

    Attributes:
        side: of their organisation, None for any other.
        role: of their account.
        is_asked: the hand-over was given to them by name.
        is_nobodys: it was given to nobody, or to someone who left, and their
            organisation has no coordinator who could give it.
    """

    side: Side | None
    role: str
    is_asked: bool = False
    is_nobodys: bool = False


def sight(looker: Looker, state: str | None) -> Sight | None:
    """Tell how much of a thread somebody sees.

    Args:
        looker: who looks.
        state: where the thread stands.

    Returns:
        "whole" with the packet, "thread" without, None for nothing.
    """
    if looker.side is None or state is None:
        return None
    if looker.side == "sender":
        return "whole"
    if state == "accepted":
        return "whole"  # the young person is known to the whole organisation now
    if looker.role != COORDINATOR and not (looker.is_asked or looker.is_nobodys):
        return None
    return "thread" if state in CLOSED else "whole"
