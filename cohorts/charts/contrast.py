"""A colour and a page → the nearest tone of it that can be seen on that page.

Source: WCAG 2.2, relative luminance and contrast ratio; 3:1 for marks (1.4.11).
"""

LEAST = 3.2  # 3:1, and room for the tint of a button under the pointer
_BREAK, _GAMMA = 0.04045, 2.4
_WEIGHTS = (0.2126, 0.7152, 0.0722)
_FLARE = 0.05


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours.

    Args:
        one: "#rrggbb".
        other: "#rrggbb".

    Returns:
        1 to 21.

    >>> round(contrast("#000000", "#ffffff"), 6)
    21.0
    """
    dark, light = sorted((_luminance(_linear(one)), _luminance(_linear(other))))
    return (light + _FLARE) / (dark + _FLARE)


def visible(colour: str, *, page: str) -> str:
    """Darken or lighten a colour until it can be seen on a page, keeping its hue.

    Args:
        colour: "#rrggbb".
        page: background, "#rrggbb".

    Returns:
        The colour itself where its contrast is enough; else the nearest tone of it.

    >>> visible("#332288", page="#ffffff")
    '#332288'
    """
    if contrast(colour, page) >= LEAST:
        return colour
    light, ground = _linear(colour), _luminance(_linear(page))
    own = _luminance(light)
    darker = (ground + _FLARE) / LEAST - _FLARE
    if darker > 0:  # scaled down: towards black
        return _written([part * min(darker / own, 1) for part in light])
    wanted = (ground + _FLARE) * LEAST - _FLARE
    share = (wanted - own) / (1 - own)  # mixed with white
    return _written([part + (1 - part) * share for part in light])


def _linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [
        part / 12.92 if part <= _BREAK else ((part + 0.055) / 1.055) ** _GAMMA
        for part in parts
    ]


def _luminance(parts: list[float]) -> float:
    return sum(w * part for w, part in zip(_WEIGHTS, parts, strict=True))


def _written(parts: list[float]) -> str:
    shown = [
        12.92 * part if part <= _BREAK / 12.92 else 1.055 * part ** (1 / _GAMMA) - 0.055
        for part in parts
    ]
    return "#" + "".join(f"{round(255 * part):02x}" for part in shown)
