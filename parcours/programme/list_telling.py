"""A line of a programming list → what its application tells. Pure."""

from dataclasses import replace

from parcours.programme.budget import EXPENSE, INCOME, Line, require_grant
from parcours.programme.content import NewApplication
from parcours.programme.failures import AmountImpossible, BudgetDetailed
from parcours.programme.listing import ListLine


def told_by(
    line: ListLine, held: NewApplication, former: ListLine | None
) -> NewApplication:
    """Put what a list tells over what was held; what it leaves as it was stays.

    Args:
        line: of the list.
        held: what is on record.
        former: the same as a line, None of a new application.

    Returns:
        What the application tells from now on.

    Raises:
        BudgetDetailed: it changes a budget of which a list cannot tell all.
        AmountImpossible: more is granted than was asked, or to nobody asked.
    """
    before = former or ListLine()
    texts = {
        name: getattr(line, name)
        for name in ("call", "organisation", "title", "audience", "summary")
        if former is None or getattr(line, name) != getattr(before, name)
    }
    is_same = _money_of(line) == _money_of(before)
    partners = held.partners if line.partners == before.partners else line.partners
    return replace(
        held,
        **texts,
        objective=line.objective or None,
        pilot=line.pilot or None,
        themes=line.themes,
        axes=line.axes,
        places=line.places,
        age_from=line.age_from,
        age_to=line.age_to,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        partners=partners,
        lines=held.lines if former is not None and is_same else _budget(line, held),
    )


def _money_of(line: ListLine) -> tuple[object, ...]:
    return line.cost, line.costs, line.asked, line.granted, line.spent


def _expenses(line: ListLine, costs: list[Line]) -> list[Line]:
    """Make the costs of a list: in detail where it tells any, else one total."""
    if line.costs:
        former = {one.label: one for one in costs}
        made = [
            replace(former.get(label, Line(EXPENSE, label, 0)), asked_cents=n, id=None)
            for label, n in line.costs
        ]
        if sum(one.spent_cents or 0 for one in made) != (line.spent or 0):
            raise BudgetDetailed  # of which cost it was spent, a list does not say
        return made
    if len(costs) > 1:
        raise BudgetDetailed
    if not line.cost:
        return []
    label = costs[0].label if costs else "Coût total"
    return [Line(EXPENSE, label, line.cost, spent_cents=line.spent)]


def _budget(line: ListLine, held: NewApplication) -> tuple[Line, ...]:
    """Make a budget of what a list can tell: its costs, one line for each funder.

    A budget in more lines than that is corrected on its own page: a list would lose
    some of it.
    """
    incomes = [one for one in held.lines if one.side == INCOME]
    costs = [one for one in held.lines if one.side == EXPENSE]
    by_funder = {one.funder: one for one in incomes}
    if len(by_funder) < len(incomes):
        raise BudgetDetailed
    granted = dict(line.granted)
    found = _expenses(line, costs)
    for funder, cents in line.asked:
        former = by_funder.get(funder) or Line(INCOME, "Subvention", 0, funder)
        one = replace(former, asked_cents=cents, id=None)
        if funder in granted:
            require_grant(one, granted[funder])
            one = replace(one, granted_cents=granted[funder])
        found.append(one)
    if not set(granted) <= set(dict(line.asked)):
        raise AmountImpossible("granted")
    return tuple(found)
