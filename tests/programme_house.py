"""A territory with a policy officer, a citizens' council and a contract to fill."""

from dataclasses import dataclass, replace
from datetime import date

from parcours.access.sessions import principal_of
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
    save_contract,
    save_level,
)
from parcours.programme.deciding import (
    decide,
    give_opinion_of_council,
    give_opinion_of_institution,
)
from parcours.record.models import Account


CONTRACT, CALL, LEVEL = "Q2030", "AAP2025", "reussite"
PLACE = "hauts_rivelle_2024"


def a_budget(cost=100_000, *, city=40_000):
    """Give a budget that adds up: cents."""
    return (
        Line(EXPENSE, "Animation", cost),
        Line(INCOME, "Subvention", cost - city, funder="etat_147", line="BOP 147"),
        Line(INCOME, "Subvention", city, funder="commune"),
    )


def an_application(code="JARDIN", **changes):
    new = NewApplication(
        code=code,
        call=CALL,
        organisation="chantiers",
        title="Jardin partagé des Hauts",
        summary="Les habitants cultivent ensemble un terrain au pied des tours.",
        objective=LEVEL,
        themes=("cadre_de_vie",),
        axes=("jeunes",),
        places=(),
        audience="Habitants de tous âges",
        success="Parcelles cultivées, habitants satisfaits",
        age_from=6,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        partners=(Partner("Bailleur des Hauts", "company", "host"),),
        lines=a_budget(),
    )
    return replace(new, **changes)


@dataclass
class Programme:
    """The territory and who acts on it."""

    territory: object
    officer: object
    council: object
    reader: object

    def found(self):
        """Write a contract with one priority, one objective, one axis and one call."""
        save_contract(
            self.officer,
            code=CONTRACT,
            name="Contrat de Rivemarle",
            generation="quartiers_2030",
            starts_on=date(2024, 1, 1),
            ends_on=date(2030, 12, 31),
        )
        for level in (
            LevelView("jeunesse", "Jeunesse", "priority", None),
            LevelView(LEVEL, "Réussir son parcours", "objective", "jeunesse"),
            LevelView("jeunes", "Place des jeunes", "axis", None),
        ):
            save_level(self.officer, contract=CONTRACT, level=level)
        open_call(
            self.officer,
            contract=CONTRACT,
            call=CallView(
                CALL,
                2026,
                "Appel à projets 2026",
                "",
                date(2025, 10, 1),
                date(2025, 12, 15),
            ),
        )
        return self

    def save(self, new=None, *, based_on=None):
        new = new or an_application()
        return save_application(self.officer, code=new.code, new=new, based_on=based_on)

    def read(self, code="JARDIN", *, by=None):
        return read_application(by or self.officer, code=code)

    def move(self, target, code="JARDIN", *, by=None, reason=""):
        version = self.read(code).version
        return move_application(
            by or self.officer,
            code=code,
            target=target,
            based_on=version,
            reason=reason,
        )

    def to_council(self, code="JARDIN"):
        self.move("submitted", code)
        self.move("instruction", code)
        give_opinion_of_institution(
            self.officer, code=code, body="state", opinion="favourable"
        )
        return self.move("council", code)

    def to_committee(self, code="JARDIN"):
        self.to_council(code)
        give_opinion_of_council(self.council, code=code, opinion="favourable")
        return self.move("committee", code)

    def amounts(self, code="JARDIN", *, share=1.0):
        lines = self.read(code).content.lines
        return {one.id: int(one.asked_cents * share) for one in lines if one.funder}

    def decide(self, target, code="JARDIN", *, granted=None, reason=""):
        return decide(
            self.officer,
            code=code,
            target=target,
            based_on=self.read(code).version,
            granted=granted if granted is not None else self.amounts(code),
            reason=reason,
        )

    def fund(self, code="JARDIN"):
        self.to_committee(code)
        return self.decide("funded", code)


def programme_of(territory):
    """Open an account for each role that meets the programme."""
    contexts = []
    for role in ("policy_officer", "council_member", "evaluator"):
        with territory.record.write() as session:
            account = Account(
                login=role, display_name="", role=role, created_at=territory.now()
            )
            session.add(account)
            session.flush()
            principal = principal_of(session, account)
        contexts.append(territory.context(principal))
    return Programme(territory, *contexts)
