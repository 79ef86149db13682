"""The same comparison on an outcome that the action cannot change → can it be believed?

Where an action seems to change what it cannot change, the groups differ by something
that was not measured; the same something may make the main result.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal

from cohorts.estimates.results import number
from cohorts.exposure.failures import RatioImpossible
from cohorts.exposure.wording import word_for
from config.translation import _


Verdict = Literal["passed", "failed", "too-imprecise"]
WIDE = 4.0  # upper over lower limit: beyond, a control cannot tell anything


@dataclass(frozen=True)
class ControlVerdict:
    """What a negative control says of the main comparison.

    Attributes:
        verdict: "passed", "failed", or "too-imprecise" to say.
        wording: the word that a page may use of the control's ratio.
        ratio: of the control.
        low: its lower limit.
        high: its upper limit.
        share_explained: share of the main log ratio that a bias as large as the
            control's would make, 0 to 1 and beyond; NaN without a main ratio.
        text: the verdict in words, in the reader's language.
    """

    verdict: Verdict
    wording: str
    ratio: float
    low: float
    high: float
    share_explained: float
    text: str

    def as_dict(self) -> dict[str, Any]:
        """Give the verdict as plain values; null where not defined."""
        return {
            name: value if isinstance(value, str) else number(value)
            for name, value in vars(self).items()
        }


def judge_control(
    ratio: float,
    low: float,
    high: float,
    *,
    main_ratio: float | None = None,
) -> ControlVerdict:
    """Judge the same analysis made on an outcome that the action cannot change.

    Args:
        ratio: the ratio found for the control outcome, > 0; 1 is expected.
        low: its lower limit.
        high: its upper limit.
        main_ratio: the ratio of the main outcome.

    Returns:
        The verdict in words.

    Raises:
        RatioImpossible: numbers that are not positive, or a ratio outside its limits.

    Source: Lipsitch, Tchetgen Tchetgen & Cohen (2010), Epidemiology 21, 383-388.
    """
    values = [low, ratio, high, *([] if main_ratio is None else [main_ratio])]
    if not all(math.isfinite(one) and one > 0 for one in values) or not (
        low <= ratio <= high
    ):
        raise RatioImpossible
    explained = math.nan
    if main_ratio is not None and main_ratio != 1:
        explained = math.log(ratio) / math.log(main_ratio)
    verdict: Verdict = "passed"
    text = _(
        "Contrôle négatif : pas d’écart visible sur une issue que l’action ne peut pas "
        "changer. Cela n’écarte pas tout biais."
    )
    if low > 1 or high < 1:
        verdict = "failed"
        text = _(
            "Contrôle négatif en échec : l’action semble changer ce qu’elle ne peut "
            "pas changer. Les groupes diffèrent par autre chose ; ne concluez pas."
        )
    elif high / low > WIDE:
        verdict = "too-imprecise"
        text = _(
            "Contrôle négatif trop imprécis : il ne dit ni que les groupes sont "
            "semblables, ni qu’ils diffèrent."
        )
    return ControlVerdict(
        verdict,
        word_for("negative-control"),
        ratio,
        low,
        high,
        explained,
        text,
    )
