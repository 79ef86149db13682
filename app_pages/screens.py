"""Which screens there are, and the operation that each one cannot do without.

A role sees a screen when the policy grants it that operation. This hides what would
be refused; the refusal itself is the operation's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TypeVar

from app_pages.components.words import _
from app_pages.visit import OWN_ACCOUNT, Visit, note_screen


Page = TypeVar("Page")
IN_LINE = 9  # pages that stand side by side at 1280 pixels, in either language


@dataclass(frozen=True)
class Screen:
    """One screen.

    Attributes:
        module: module of `app_pages` with `show(visit)`.
        path: its address, without any person or figure in it.
        operation: what one must be granted to have it.
    """

    module: str
    path: str
    operation: str

    def title(self) -> str:
        """Give its title in the language in use."""
        return {
            "caseload": _("Mon portefeuille"),
            "team": _("Équipe"),
            "week": _("À faire cette semaine"),
            "person": _("Fiche jeune"),
            "entry": _("Saisir une intervention"),
            "new_person": _("Nouvelle fiche jeune"),
            "sheets": _("Actions et chantiers"),
            "relays": _("Relais"),
            "imports": _("Imports"),
            "board": _("Tableau de bord"),
            "dashboard": _("Raccrochage"),
            "review": _("Rapprochements"),
            "quality": _("Qualité des rapprochements"),
            "data_quality": _("Qualité des données"),
            "cohort": _("Cohortes"),
            "builder": _("Définir une cohorte"),
            "workbench": _("Atelier"),
            "links": _("Dossiers"),
            "approvals": _("Accords"),
            "erasure": _("Effacement"),
            "requests": _("Demandes de droits"),
            "programme": _("Contrat de ville"),
            "applications": _("Demandes et décisions"),
            "council": _("Conseil citoyen"),
            "release": _("Diffusion"),
            OWN_ACCOUNT: _("Mon compte"),
        }[self.module]

    def page(self, visit: Visit) -> Callable[[], None]:
        """Give the function that draws it; its module is imported only then.

        Args:
            visit: who is here.

        Returns:
            A function without arguments.
        """

        def draw() -> None:
            note_screen(self.module)
            import_module(f"app_pages.{self.module}").show(visit)

        return draw


SCREENS = (
    Screen("caseload", "portefeuille", "caseload.read"),
    Screen("team", "equipe", "caseload.team"),
    Screen("week", "a-faire", "reminders.read"),
    Screen("person", "fiche", "people.reveal_identity"),
    Screen("entry", "saisir", "interventions.read_habits"),
    Screen("new_person", "nouvelle-fiche", "people.create"),
    Screen("sheets", "actions", "worksites.save"),
    Screen("relays", "relais", "referrals.read"),
    Screen("imports", "imports", "intake.take"),
    Screen("review", "rapprochements", "linkage.read_question"),
    Screen("links", "dossiers", "linkage.separate_person"),
    Screen("council", "conseil-citoyen", "programme.opine"),
    Screen("cohort", "cohortes", "cohort.run"),
    Screen("builder", "definir", "cohort.save"),
    Screen("workbench", "atelier", "workbench.model"),
    Screen("board", "tableau-de-bord", "indicators.read_all"),
    Screen("dashboard", "raccrochage", "indicators.read"),
    Screen("programme", "contrat", "programme.read_aims"),
    Screen("applications", "demandes-de-financement", "programme.save_application"),
    Screen("release", "diffusion", "publication.list"),
    Screen("approvals", "accords", "approvals.list"),
    Screen("erasure", "effacement", "people.erase"),
    Screen("requests", "demandes", "rights.list"),
    Screen("quality", "qualite", "linkage.quality"),
    Screen("data_quality", "qualite-des-donnees", "quality.read"),
)
ACCOUNT = Screen(OWN_ACCOUNT, "mon-compte", "account.read_own")
"""Reached under the name of who is here, not in the line of pages."""


def screens_for(visit: Visit) -> list[Screen]:
    """List the screens of a role.

    Args:
        visit: who is here.

    Returns:
        Those whose operation the policy grants, in order; none where the second factor
        that the role must have is not there yet.
    """
    if visit.lacks_factor:
        return []
    return [screen for screen in SCREENS if visit.may(screen.operation)]


def in_line(pages: Sequence[Page]) -> dict[str, Sequence[Page]]:
    """Lay the pages of a role out so that the line over them is never cut off.

    What does not fit, Streamlit puts behind « 2 more », in English.

    Args:
        pages: in the order of `SCREENS`, one or more.

    Returns:
        Heading → pages: those of every day without one, the rest of a long line under
        one that unfolds.
    """
    if len(pages) <= IN_LINE:
        return {"": pages}
    return {"": pages[:IN_LINE], _("Autres pages"): pages[IN_LINE:]}
