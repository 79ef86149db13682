"""What could mislead → a section of the report."""

from collections.abc import Sequence

from cohorts.charts.doubts import DoubtTable
from cohorts.report.document import Paragraph, Part, Section, Table
from config.typography import _


def doubts_section(doubts: Sequence[DoubtTable]) -> Section:
    """Set figures under other rules beside those of the report.

    Args:
        doubts: what could mislead, in words and released figures; not empty.

    Returns:
        A paragraph and, where figures may be told, a table for each.
    """
    parts: list[Part] = []
    for one in doubts:
        if not one.heads:
            parts.append(
                Paragraph(_("{title} : {text}").format(title=one.title, text=one.lead))
            )
            continue
        parts.append(Table(one.title, one.heads, one.rows, note=one.lead))
    return Section(_("Ce qui pourrait tromper"), tuple(parts))
