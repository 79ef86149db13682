"""What sealed key files, shares and rotations refuse.

KeysFailure
├── KeysSealed           KEYS-007
├── PassphraseWrong      KEYS-008
├── PassphraseTooShort   KEYS-009
├── ShareDamaged         KEYS-010
├── ShareOfAnother       KEYS-011
├── SharesDoNotFit       KEYS-012
└── RotationUnproven     KEYS-013
"""

from config.failure import Where
from config.translation import _
from pseudonymisation.failures import KeysFailure


class KeysSealed(KeysFailure):
    """A key file or share is sealed and nobody gave the passphrase.

    Args:
        file: its name.
    """

    code = "KEYS-007"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Ce fichier est scellé par une phrase de passe, qui n’a pas été donnée."),
            not_done=_("Rien n’a été ouvert."),
            remedy=_(
                "Lancez la commande dans un terminal, ou donnez --passphrase-fd ou "
                "--passphrase-env."
            ),
            where=Where(file.split("|")[0]),
        )


class PassphraseWrong(KeysFailure):
    """A sealed file does not open with this passphrase.

    Args:
        file: its name.
    """

    code = "KEYS-008"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Cette phrase de passe n’ouvre pas ce fichier."),
            not_done=_("Rien n’a été ouvert."),
            remedy=_("Vérifiez que la phrase est celle de ce fichier, puis réessayez."),
            where=Where(file.split("|")[0]),
        )


class PassphraseTooShort(KeysFailure):
    """A new passphrase could be guessed.

    Args:
        minimum: fewest signs.
    """

    code = "KEYS-009"

    def __init__(self, *, minimum: int) -> None:
        super().__init__(
            _("Cette phrase de passe est trop courte."),
            not_done=_("Rien n’a été scellé."),
            remedy=_(
                "Choisissez {minimum} signes au moins, par exemple cinq mots tirés "
                "au hasard."
            ).format(minimum=minimum),
        )


class ShareDamaged(KeysFailure):
    """A share's checksum does not hold.

    Args:
        file: its name.
    """

    code = "KEYS-010"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Cette part de clé est abîmée : sa somme de contrôle ne tient pas."),
            not_done=_("Aucune clé n’a été reconstituée."),
            remedy=_("Prenez une copie saine de cette part."),
            where=Where(file),
        )


class ShareOfAnother(KeysFailure):
    """A file is not a share, or that of another key file.

    Args:
        file: its name.
        of: the key file whose share is wanted.
    """

    code = "KEYS-011"

    def __init__(self, file: str, of: str) -> None:
        super().__init__(
            _("Ce fichier n’est pas une part de {of}.").format(of=of),
            not_done=_("Aucune clé n’a été reconstituée."),
            remedy=_("Donnez les deux parts du même partage."),
            where=Where(file),
        )


class SharesDoNotFit(KeysFailure):
    """Two shares of two splits, twice the same, or of keys no longer in use."""

    code = "KEYS-012"

    def __init__(self) -> None:
        super().__init__(
            _("Ces deux parts ne vont pas ensemble, ou pas avec les clés en service."),
            not_done=_("Aucune clé n’a été reconstituée."),
            remedy=_(
                "Il faut la part de chacun des deux dépositaires, du dernier partage."
            ),
        )


class RotationUnproven(KeysFailure):
    """After a rotation some data key does not open under the new key alone."""

    code = "KEYS-013"

    def __init__(self) -> None:
        super().__init__(
            _("Toutes les clés de données ne s’ouvrent pas avec la nouvelle clé."),
            not_done=_("L’ancienne clé n’a pas été retirée."),
            remedy=_("Lancez « parcours keys check » : une ligne a pu être modifiée."),
        )
