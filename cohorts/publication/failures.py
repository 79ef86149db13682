"""What publication refuses, one class per cause; nothing leaves.

Failure
└── PublicationRefused       (PUBLISH-)
    ├── NotForThePublic      PUBLISH-001  a figure that may not be told outside
    ├── EditionUnknown       PUBLISH-002
    ├── EditionNotPublished  PUBLISH-003  nobody agreed, or nobody published
    ├── EditionChanged       PUBLISH-004  not what was agreed
    ├── NothingToPublish     PUBLISH-005
    ├── FolderTaken          PUBLISH-006
    └── TextsUnconfirmed     PUBLISH-007  they seem to hold something of a person
"""

from collections.abc import Sequence

from config.failure import Failure, Where
from config.translation import _


class PublicationRefused(Failure):
    """Base of the refusals of this room."""

    code = "PUBLISH-000"

    def __init__(self, what: str, remedy: str, where: Where | None = None) -> None:
        super().__init__(
            what, not_done=_("Rien n’a été publié."), remedy=remedy, where=where
        )


class NotForThePublic(PublicationRefused):
    """A figure did not pass the rules of published outputs."""

    code = "PUBLISH-001"

    def __init__(self) -> None:
        super().__init__(
            _("Un chiffre de cette édition n’a pas passé les règles de diffusion."),
            _("Préparez un nouvel extrait protégé, puis refaites la demande."),
        )


class EditionUnknown(PublicationRefused):
    """There is no such edition."""

    code = "PUBLISH-002"

    def __init__(self) -> None:
        super().__init__(
            _("Cette édition n’existe pas."),
            _("La page « Diffusion » montre les éditions demandées et publiées."),
        )


class EditionNotPublished(PublicationRefused):
    """Nobody else agreed, or it was agreed and not yet published."""

    code = "PUBLISH-003"

    def __init__(self) -> None:
        super().__init__(
            _("Aucune édition n’a reçu l’accord d’une deuxième personne."),
            _(
                "Demandez la publication sur la page « Diffusion » ; une autre "
                "personne y répond, puis vous la publiez."
            ),
        )


class EditionChanged(PublicationRefused):
    """What is kept is not what two persons agreed on."""

    code = "PUBLISH-004"

    def __init__(self) -> None:
        super().__init__(
            _("L’édition gardée n’est plus celle qui a été acceptée."),
            _("Demandez une nouvelle édition, et prévenez l’administrateur."),
        )


class NothingToPublish(PublicationRefused):
    """No figure of the extract may be told."""

    code = "PUBLISH-005"

    def __init__(self) -> None:
        super().__init__(
            _("Aucun chiffre de cet extrait ne peut être publié."),
            _("Attendez que davantage de jeunes soient suivis."),
        )


class FolderTaken(PublicationRefused):
    """The folder holds something that is no published site."""

    code = "PUBLISH-006"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Ce dossier contient autre chose qu’un site publié."),
            _("Donnez un dossier vide ou nouveau."),
            Where(name),
        )


class TextsUnconfirmed(PublicationRefused):
    """Texts that would be published seem to hold something of a person.

    Args:
        told: where each stands, and what it seems to hold; never the text.
    """

    code = "PUBLISH-007"

    def __init__(self, told: Sequence[tuple[str, str]]) -> None:
        each = [
            _("{place} (semble contenir {what})").format(place=place, what=what)
            for place, what in told
        ]
        super().__init__(
            _("Des textes à publier restent à relire : {places}.").format(
                places=" ; ".join(each)
            ),
            _("Corrigez-les là où ils ont été saisis, ou confirmez-les un par un."),
        )
