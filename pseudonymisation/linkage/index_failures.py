"""What a blind index of other rules refuses, and how to mend it."""

from config.translation import _
from pseudonymisation.failures import VaultFailure


class IndexOutdated(VaultFailure):
    """The blind index was made under other rules, or is being made again."""

    code = "VAULT-032"

    def __init__(self) -> None:
        super().__init__(
            _("L’index du coffre date d’autres règles de lecture des noms."),
            not_done=_("Rien n’a été enregistré : des jeunes auraient été méconnus."),
            remedy=_("Lancez « parcours linkage reindex » : le travail continue."),
        )


class IndexUnproven(VaultFailure):
    """What the index holds is not what the identities give."""

    code = "VAULT-033"

    def __init__(self) -> None:
        super().__init__(
            _("L’index refait ne correspond pas aux identités du coffre."),
            not_done=_("L’index n’a pas été mis en service."),
            remedy=_("Lancez « parcours keys check », puis recommencez."),
        )
