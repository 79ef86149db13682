"""The demonstration's contract: two generations, all states, fourteen actions.

Everything is invented; organisations are those of the demonstration. What partner files
named already is taken up: the head-counts of an evening hang on the funded action.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import col, select

from commands.demo_ideas import (
    BEFORE,
    FORMER,
    IDEAS,
    LEVELS,
    NEXT,
    NOW,
    OLD_LEVELS,
    QUESTIONS,
    REASONS,
    WORDS,
    Idea,
)
from parcours.access.context import Context
from parcours.programme.aims import Aim, set_aim
from parcours.programme.applications import (
    move_application,
    read_application,
    save_application,
)
from parcours.programme.budget import EXPENSE, INCOME, Line
from parcours.programme.content import NewApplication, Partner
from parcours.programme.contracts import (
    CallView,
    LevelView,
    open_call,
    read_contracts,
    save_contract,
    save_level,
)
from parcours.programme.deciding import (
    answer_question,
    ask_question,
    decide,
    give_opinion_of_council,
    give_opinion_of_institution,
)
from parcours.programme.following import add_measure, add_report
from parcours.programme.measures import COUNT, SURVEY, Measure
from parcours.record.models import Action, HeadCount
from parcours.territory.opening import Territory


def build_programme(
    territory: Territory, *, officer: str, council: str, today: date
) -> int:
    """Write the contract of a demonstration, once.

    Args:
        territory: of the demonstration, open.
        officer: login of the policy officer.
        council: login of the citizens' council.
        today: the civil day.

    Returns:
        How many applications were written; 0 where it stands already.

    Raises:
        Failure: what the operations refuse.
    """
    writer = territory.context(territory.acting_as(officer))
    if read_contracts(writer):
        return 0
    members = territory.context(territory.acting_as(council))
    _contracts(writer, today)
    house = _House(writer, members, today)
    for year, ideas in ((today.year, IDEAS), (today.year + 1, NEXT)):
        for idea in ideas:
            house.bring(idea, year)
    _counts(territory, today)
    house.measures()
    return len(IDEAS) + len(NEXT)


def _contracts(writer: Context, today: date) -> None:
    save_contract(
        writer,
        code=FORMER,
        name="Contrat de ville de Rivemarle 2015-2023",
        generation="ville_2015",
        starts_on=date(2015, 7, 17),
        ends_on=date(2023, 12, 31),
    )
    save_contract(
        writer,
        code=NOW,
        name="Engagements Quartiers 2030 de Rivemarle",
        generation="quartiers_2030",
        starts_on=date(2024, 1, 1),
        ends_on=date(2030, 12, 31),
    )
    for contract, levels in ((FORMER, OLD_LEVELS), (NOW, LEVELS)):
        for code, name, kind, above in levels:
            level = LevelView(code, name, kind, above)
            save_level(writer, contract=contract, level=level)
    year = today.year
    calls = (
        (year, date(year - 1, 10, 1), max(date(year, 1, 15), today)),
        (year + 1, today - timedelta(days=40), today + timedelta(days=40)),
    )
    for of, opens, closes in calls:
        title = f"Appel à projets {of}"
        call = CallView(f"AAP{of}", of, title, "", opens, closes)
        open_call(writer, contract=NOW, call=call)
    first, last = date(2024, 1, 1), date(2027, 12, 31)
    for label, base, aim, told_by, place in (
        ("Part de filles et de femmes", 38, 50, "part_femmes", None),
        ("Raccrochage à 12 mois", 57, 65, "taux_raccrochage", "jeunesse"),
        ("Habitants satisfaits de leur cadre de vie", 41, 55, None, "quartier"),
    ):
        goal = Aim(label, "%", base, first, aim, last, "Bilan 2023", told_by, place)
        set_aim(writer, contract=NOW, new=goal)


@dataclass(frozen=True)
class _House:
    """Who writes, who is heard, and the day."""

    writer: Context
    council: Context
    today: date

    def bring(self, idea: Idea, year: int) -> None:
        """Write an application and bring it to its state, step by step."""
        new = _application(idea, year)
        save_application(self.writer, code=idea.code, new=new)
        if idea.state == "draft":
            return
        path = _path(idea.state)
        for target in path:
            if target == "council":
                self._institutions(idea)
            if target == "committee":
                give_opinion_of_council(
                    self.council,
                    code=idea.code,
                    opinion=idea.opinion,
                    words=WORDS[idea.opinion],
                )
            self._step(idea, target, year)
        if idea.code in QUESTIONS:
            self._question(idea)

    def _step(self, idea: Idea, target: str, year: int) -> None:
        version = read_application(self.writer, code=idea.code).version
        if target in ("funded", "refused", "postponed"):
            decide(
                self.writer,
                code=idea.code,
                target=target,
                based_on=version,
                granted=self._amounts(idea),
                reason="" if target == "funded" else REASONS[target],
            )
            return
        if target == "reported":
            self._report(idea, year)
        move_application(
            self.writer,
            code=idea.code,
            target=target,
            based_on=version,
            reason=REASONS.get(target, ""),
        )

    def _amounts(self, idea: Idea) -> dict[int, int]:
        lines = read_application(self.writer, code=idea.code).content.lines
        asked = [one for one in lines if one.funder in ("etat_147", "commune")]
        return {one.id or 0: one.asked_cents * 9 // 10 for one in asked}

    def _institutions(self, idea: Idea) -> None:
        for body in ("state", "agglomeration"):
            give_opinion_of_institution(
                self.writer, code=idea.code, body=body, opinion=idea.opinion
            )

    def _question(self, idea: Idea) -> None:
        question, answer = QUESTIONS[idea.code]
        ask_question(self.council, code=idea.code, question=question)
        if answer:
            (asked,) = read_application(self.council, code=idea.code).questions
            answer_question(
                self.writer, code=idea.code, question=asked.id, answer=answer
            )

    def _report(self, idea: Idea, year: int) -> None:
        lines = read_application(self.writer, code=idea.code).content.lines
        add_report(
            self.writer,
            code=idea.code,
            year=year,
            done="L’action s’est tenue comme prévu, dans les deux quartiers.",
            difficulties="Une salle a manqué pendant un mois.",
            next_year="Reprendre avec plus de places le mercredi.",
            spent={one.id or 0: one.asked_cents * 9 // 10 for one in lines},
        )

    def measures(self) -> None:
        """Write the measures of actions whose success is no young person's path."""
        before = self.today - timedelta(days=200)
        for code, new in (
            (
                "JARDIN",
                Measure(
                    SURVEY,
                    "Se sentent bien au pied des immeubles",
                    "%",
                    63,
                    self.today,
                    "Porte-à-porte, six questions, mêmes immeubles.",
                    41,
                    before,
                    90,
                    57,
                ),
            ),
            (
                "JARDIN",
                Measure(
                    COUNT,
                    "Parcelles cultivées",
                    "parcelles",
                    22,
                    self.today,
                    "Compte sur place.",
                    0,
                    before,
                ),
            ),
            (
                "CINEMA",
                Measure(
                    COUNT,
                    "Spectateurs des quatre séances",
                    "personnes",
                    610,
                    self.today,
                    "Compteur à l’entrée.",
                ),
            ),
            (
                "LECTURE",
                Measure(
                    SURVEY,
                    "Lisent une notice sans aide",
                    "%",
                    48,
                    self.today,
                    "Exercice en début et en fin d’année.",
                    22,
                    before,
                    31,
                    27,
                ),
            ),
        ):
            add_measure(self.writer, code=code, new=new)


def _path(state: str) -> list[str]:
    """Give the steps from a draft to a state."""
    if state in BEFORE:
        return list(BEFORE[: BEFORE.index(state) + 1])
    if state == "withdrawn":
        return ["submitted", "withdrawn"]
    if state in ("refused", "postponed"):
        return [*BEFORE, state]
    after = ["funded", "running", "reported", "closed"]
    if state == "cancelled":
        return [*BEFORE, "funded", "cancelled"]
    return [*BEFORE, *after[: after.index(state) + 1]]


def _application(idea: Idea, year: int) -> NewApplication:
    cents = idea.euros * 100
    state, city = cents * 6 // 10, cents * 3 // 10
    lines = (
        Line(EXPENSE, "Salaires et intervenants", cents * 7 // 10),
        Line(EXPENSE, "Matériel et salles", cents - cents * 7 // 10),
        Line(INCOME, "Subvention", state, "etat_147", "BOP 147"),
        Line(INCOME, "Subvention", city, "commune"),
        Line(INCOME, "Participation du porteur", cents - state - city, "propre"),
    )
    new = NewApplication(
        code=idea.code,
        call=f"AAP{year}",
        organisation=idea.holder,
        title=idea.title,
        summary=idea.summary,
        objective=idea.objective,
        themes=(idea.theme,),
        audience="Habitants des quartiers prioritaires",
        success="Ce que disent les participants, et ce qu’ils deviennent",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        partners=(Partner("Régie de quartier du Marl", "company", "employer"),),
        lines=lines,
    )
    if idea.code in ("BASKET", "N-THEATRE"):
        new = replace(new, axes=("egalite",), age_from=11, age_to=17)
    return new


def _counts(territory: Territory, today: date) -> None:
    """Hang invented head-counts on actions that are counted without names."""
    with territory.record.write() as session:
        for number, code in enumerate(("CINEMA", "BASKET")):
            action = session.exec(
                select(Action).where(col(Action.code) == code)
            ).first()
            if action is None:
                continue
            for week in range(4):
                n = 24 + 9 * number + 5 * week
                session.add(
                    HeadCount(
                        organisation_id=action.organisation_id,
                        action_id=action.id,
                        title=action.name,
                        on=today - timedelta(days=30 + 7 * week),
                        n=n,
                        n_girls=n if code == "BASKET" else n // 2 - week,
                        n_qpv=n * 2 // 3,
                        recorded_at=territory.now(),
                        recorded_on=today,
                    )
                )
