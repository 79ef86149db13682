"""How a young person is named where something was just saved: as the page does already.

A page of one young person shows the first signs of their code; a page of a portfolio
shows initials and age too. Neither shows a name, which is revealed on demand alone.
"""

from app_pages.components.words import _, plain
from parcours.access.guard import short_form
from parcours.people.cards import PersonCard


def of_code(person: str) -> str:
    """Name the page of a young person by its code.

    Args:
        person: pseudonym.

    Returns:
        Markdown, as « fiche k3x7ab ».
    """
    return _("fiche {code}").format(code=f"`{short_form(person)}`")


def of_card(card: PersonCard) -> str:
    """Write initials and age.

    Args:
        card: the young person, of a portfolio.

    Returns:
        Markdown, as « A. B., 17 ans ».
    """
    initials = plain(card.initials) if card.initials else _("Sans nom")
    if card.age is None:
        return initials
    return f"{initials}, {_('{n} ans').format(n=card.age)}"


def for_whom(who: str, told: str) -> str:
    """Say for whom something was saved, before what was.

    Args:
        who: Markdown of one of the above; nothing where no page names them.
        told: what was saved, in Markdown.

    Returns:
        Markdown.
    """
    return f"**{who[:1].upper()}{who[1:]}** · {told}" if who else told
