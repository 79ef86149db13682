"""What the vault and its keys refuse, and how to mend it.

    Failure
    ├── KeysFailure
    │   ├── KeysMissing            KEYS-001
    │   ├── KeysReadableByOthers   KEYS-002
    │   ├── KeysAlreadyThere       KEYS-003
    │   ├── KeysMalformed          KEYS-004
    │   ├── KeyUnknown             KEYS-005
    │   └── CiphertextRefused      KEYS-006
    └── VaultFailure
        ├── VaultBusy              VAULT-001
        ├── RecoveryNeeded         VAULT-002
        ├── PersonUnknown          VAULT-003
        ├── RowWithoutHandle       VAULT-004
        ├── PseudonymMalformed     VAULT-005
        ├── VaultOutdated          VAULT-006
        ├── IntentMisused          VAULT-007
        ├── IntentUnknown          VAULT-008
        ├── RecordsUnreadable      VAULT-009
        ├── AuditAnswerRefused     VAULT-040
        ├── QuestionClosed         VAULT-020
        ├── SubjectRefuses         VAULT-021
        ├── KeptApart              VAULT-022
        ├── NothingToTakeBack      VAULT-023
        ├── TooLateToTakeBack      VAULT-024
        ├── AnswerRestedUpon       VAULT-025
        ├── VaultAltered           VAULT-030
        └── ErasedPersonMet        VAULT-031

No message carries a value: a row is named by its number, a file by its name.
"""

from datetime import timedelta

from config.failure import Failure, Where
from config.translation import _


class KeysFailure(Failure):
    """The key files do not allow the work."""


class KeysMissing(KeysFailure):
    """A key file is absent.

    Args:
        file: its name.
    """

    code = "KEYS-001"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Ce fichier de clés est absent."),
            not_done=_("Le coffre n’a pas été ouvert."),
            remedy=_("Indiquez le bon dossier de clés, ou restaurez sa sauvegarde."),
            where=Where(file),
        )


class KeysReadableByOthers(KeysFailure):
    """A key file may be read by another account of the machine.

    Args:
        file: its name.
    """

    code = "KEYS-002"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Ce fichier de clés peut être lu par d’autres comptes de la machine."),
            not_done=_("Le coffre n’a pas été ouvert."),
            remedy=_("Réservez-le à son propriétaire : chmod 600."),
            where=Where(file),
        )


class KeysAlreadyThere(KeysFailure):
    """Making keys would overwrite some.

    Args:
        file: name of the file in the way.
    """

    code = "KEYS-003"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Des clés existent déjà dans ce dossier."),
            not_done=_("Aucune clé n’a été créée ni remplacée."),
            remedy=_("Choisissez un dossier vide."),
            where=Where(file),
        )


class KeysMalformed(KeysFailure):
    """A key file cannot be understood.

    Args:
        file: its name.
    """

    code = "KEYS-004"

    def __init__(self, file: str) -> None:
        super().__init__(
            _("Ce fichier de clés est illisible ou incomplet."),
            not_done=_("Le coffre n’a pas été ouvert."),
            remedy=_("Restaurez la sauvegarde des clés."),
            where=Where(file),
        )


class KeyUnknown(KeysFailure):
    """A row names a key that the key files do not hold."""

    code = "KEYS-005"

    def __init__(self) -> None:
        super().__init__(
            _("Une ligne du coffre demande une clé que le trousseau n’a pas."),
            not_done=_("Aucune identité n’a été lue."),
            remedy=_("Restaurez les clés qui vont avec ce coffre."),
        )


class CiphertextRefused(KeysFailure):
    """A row does not decrypt: altered, moved, or of another vault."""

    code = "KEYS-006"

    def __init__(self) -> None:
        super().__init__(
            _("Une ligne du coffre a été modifiée, déplacée ou vient d’ailleurs."),
            not_done=_("Aucune identité n’a été lue."),
            remedy=_("Lancez « parcours doctor », puis restaurez une sauvegarde."),
        )


class VaultFailure(Failure):
    """The vault refuses the work."""


class VaultBusy(VaultFailure):
    """Another process holds the vault for writing."""

    code = "VAULT-001"

    def __init__(self) -> None:
        super().__init__(
            _("Un autre travail écrit dans le coffre."),
            not_done=_("Rien n’a été enregistré."),
            remedy=_("Attendez la fin de ce travail, puis recommencez."),
        )


class RecoveryNeeded(VaultFailure):
    """An interrupted work is neither finished nor undone."""

    code = "VAULT-002"

    def __init__(self) -> None:
        super().__init__(
            _("Un travail interrompu attend d’être terminé ou annulé."),
            not_done=_("Rien n’a été enregistré."),
            remedy=_("Lancez « parcours doctor --repair », puis recommencez."),
        )


class PersonUnknown(VaultFailure):
    """No identity may be shown: absent and hidden read the same."""

    code = "VAULT-003"

    def __init__(self) -> None:
        super().__init__(
            _("Aucune identité ne peut être montrée pour ce pseudonyme."),
            not_done=_("Rien n’a été révélé."),
            remedy=_("Vérifiez le pseudonyme et l’organisme."),
        )


class RowWithoutHandle(VaultFailure):
    """A row has neither a code nor an identity: nobody could find it again.

    Args:
        row: its number.
    """

    code = "VAULT-004"

    def __init__(self, row: int) -> None:
        super().__init__(
            _("Cette ligne n’a ni code ni identité."),
            not_done=_("Aucune ligne n’a été enregistrée."),
            remedy=_("Ajoutez le code de l’organisme, ou le nom et le prénom."),
            where=Where(None, row),
        )


class PseudonymMalformed(VaultFailure):
    """A text is not a pseudonym, or a name not that of a domain."""

    code = "VAULT-005"

    def __init__(self) -> None:
        super().__init__(
            _("Ce texte n’est pas un pseudonyme, ou ce nom de domaine est interdit."),
            not_done=_("Rien n’a été cherché."),
            remedy=_("Un pseudonyme s’écrit v1.domaine.suite de 52 signes."),
        )


class VaultOutdated(VaultFailure):
    """The vault has the tables of another version."""

    code = "VAULT-006"

    def __init__(self) -> None:
        super().__init__(
            _("Le coffre a été créé par une autre version du logiciel."),
            not_done=_("Il n’a pas été ouvert."),
            remedy=_("Faites migrer le coffre par le compte qui en a le droit."),
        )


class IntentMisused(VaultFailure):
    """The steps of an intent were called out of order."""

    code = "VAULT-007"

    def __init__(self) -> None:
        super().__init__(
            _("Les étapes de cet enregistrement n’ont pas été suivies dans l’ordre."),
            not_done=_("Rien n’a été enregistré."),
            remedy=_("Signalez-le : c’est un défaut du logiciel."),
        )


class IntentUnknown(VaultFailure):
    """No finished work of the vault has this reference."""

    code = "VAULT-008"

    def __init__(self) -> None:
        super().__init__(
            _("Le coffre ne connaît pas ce lot."),
            not_done=_("Rien n’a été retiré."),
            remedy=_("Vérifiez le numéro du lot."),
        )


class AuditAnswerRefused(VaultFailure):
    """A judgement about no pair, one already judged, or one that is none."""

    code = "VAULT-040"

    def __init__(self) -> None:
        super().__init__(
            _("Cette paire a déjà été jugée, ou n’existe pas."),
            not_done=_("La réponse n’a pas été enregistrée."),
            remedy=_("Passez à la paire suivante."),
        )


class RecordsUnreadable(VaultFailure):
    """A file to be matched lacks what matching needs.

    Args:
        where: file, line, column.
        what: the rule, translated.
    """

    code = "VAULT-009"

    def __init__(self, what: str, where: Where) -> None:
        super().__init__(
            what,
            not_done=_("Aucun rapprochement n’a été fait."),
            remedy=_("Corrigez le fichier puis relancez la commande."),
            where=where,
        )


class QuestionClosed(VaultFailure):
    """No open question has this reference: answered by another, or never asked."""

    code = "VAULT-020"

    def __init__(self) -> None:
        super().__init__(
            _("Cette question n’est plus ouverte."),
            not_done=_("Votre réponse n’a pas été enregistrée."),
            remedy=_("Passez à la question suivante."),
        )


class SubjectRefuses(VaultFailure):
    """A young person refused linkage: nobody links them."""

    code = "VAULT-021"

    def __init__(self) -> None:
        super().__init__(
            _("Ce jeune refuse que ses parcours soient rapprochés."),
            not_done=_("Rien n’a été rapproché."),
            remedy=_("Son choix vaut pour toujours : ne recommencez pas."),
        )


class KeptApart(VaultFailure):
    """Someone decided that the two are two young people."""

    code = "VAULT-022"

    def __init__(self) -> None:
        super().__init__(
            _("Il a été décidé que ce sont deux jeunes différents."),
            not_done=_("Rien n’a été rapproché."),
            remedy=_("Parlez-en à qui vérifie les rapprochements."),
        )


class NothingToTakeBack(VaultFailure):
    """The account gave no answer, took it back, or has given another one since."""

    code = "VAULT-023"

    def __init__(self) -> None:
        super().__init__(
            _("Seule votre dernière réponse peut être annulée, une fois."),
            not_done=_("Rien n’a été annulé."),
            remedy=_("Deux parcours rapprochés à tort se séparent à tout moment."),
        )


class TooLateToTakeBack(VaultFailure):
    """The time in which an answer can be taken back is over.

    Args:
        within: how long it is.
    """

    code = "VAULT-024"

    def __init__(self, within: timedelta) -> None:
        minutes = within // timedelta(minutes=1)
        super().__init__(
            _("Une réponse s’annule dans les {n} minutes.").format(n=minutes),
            not_done=_("Rien n’a été annulé."),
            remedy=_("Deux parcours rapprochés à tort se séparent à tout moment."),
        )


class AnswerRestedUpon(VaultFailure):
    """Later work rests on the answer: another's answer, a file, a separation."""

    code = "VAULT-025"

    def __init__(self) -> None:
        super().__init__(
            _("Une autre réponse ou un fichier s’appuie déjà sur la vôtre."),
            not_done=_("Rien n’a été annulé."),
            remedy=_("Deux parcours rapprochés à tort se séparent à tout moment."),
        )


class VaultAltered(VaultFailure):
    """The vault holds something else than what was written by its own doors."""

    code = "VAULT-030"

    def __init__(self) -> None:
        super().__init__(
            _("Le coffre a été modifié en dehors du logiciel."),
            not_done=_("Rien n’a été enregistré."),
            remedy=_("Lancez « parcours keys check », puis restaurez une sauvegarde."),
        )


class ErasedPersonMet(VaultFailure):
    """A row is about a person who was erased.

    Args:
        row: its number.
    """

    code = "VAULT-031"

    def __init__(self, row: int) -> None:
        super().__init__(
            _("Cette ligne concerne une personne qui a été effacée."),
            not_done=_("Aucune ligne n’a été enregistrée."),
            remedy=_("Retirez la ligne, ou dites que la personne revient d’elle-même."),
            where=Where(None, row),
        )
