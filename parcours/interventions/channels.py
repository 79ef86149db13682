"""How a young person was met or reached: the few ways that an entry may name."""

from config.translation import _


CHANNELS = ("face_to_face", "phone", "message", "visit", "online")


def channel_name(code: str) -> str:
    """Give a channel's name.

    Args:
        code: one of `CHANNELS`.

    Returns:
        The name in the language in use.
    """
    return {
        "face_to_face": _("En face à face"),
        "phone": _("Par téléphone"),
        "message": _("Par message"),
        "visit": _("À domicile ou sur place"),
        "online": _("En visioconférence"),
    }[code]
