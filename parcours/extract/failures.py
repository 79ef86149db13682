"""What an extract refuses.

Failure
└── ExtractFailure
    ├── ExtractNameRefused    the name cannot be a folder and a pseudonym domain
    ├── NothingToExtract      no convention in force covers any organisation
    └── ExtractUnreadable     a folder of extracts holds something else
"""

from config.failure import Failure, Where
from config.translation import _


class ExtractFailure(Failure):
    """Base of the refusals of this room."""

    code = "EXTRACT-000"


class ExtractNameRefused(ExtractFailure):
    """The name would not do as a folder and as a pseudonym domain."""

    code = "EXTRACT-001"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Un extrait se nomme par 1 à 50 lettres minuscules, chiffres, « - » "
                "ou « _ », une lettre d’abord, et non par un ordre comme « list »."
            ),
            not_done=_("Aucun extrait n’a été préparé."),
            remedy=_("Choisissez un autre nom, par exemple « bilan_2025 »."),
        )


class NothingToExtract(ExtractFailure):
    """No organisation of the record is covered by an extract convention."""

    code = "EXTRACT-002"

    def __init__(self) -> None:
        super().__init__(
            _("Aucune structure du territoire n’est couverte par une convention."),
            not_done=_("Aucun extrait n’a été préparé."),
            remedy=_("Ajoutez une convention « extract » dans conventions.yaml."),
        )


class ExtractUnreadable(ExtractFailure):
    """The manifest of an extract cannot be read."""

    code = "EXTRACT-003"

    def __init__(self, *, name: str) -> None:
        super().__init__(
            _("L’extrait « {name} » n’a pas de manifeste lisible.").format(name=name),
            not_done=_("Il n’a pas été lu."),
            remedy=_("Préparez-le à nouveau par « parcours extract »."),
            where=Where(file="manifest.json"),
        )
