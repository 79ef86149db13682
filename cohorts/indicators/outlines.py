"""`config/quartiers.geojson` → outlines of the neighbourhoods, the territory's own."""

import json
from pathlib import Path
from typing import Any

from config.failure import Where
from config.reading import ConfigurationRefused
from config.translation import _


FILE = "quartiers.geojson"
MOST_BYTES = 5_000_000
SHAPES = ("Polygon", "MultiPolygon")


def read_outlines(folder: Path) -> tuple[dict[str, Any], ...]:
    """Read the outlines of a territory's neighbourhoods.

    Args:
        folder: its configuration folder.

    Returns:
        GeoJSON features with a `code` among their properties; () without the file.

    Raises:
        ConfigurationRefused: no GeoJSON, too large, or a feature without code or shape.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    if path.stat().st_size > MOST_BYTES:
        raise _refused(_("Le fichier dépasse cinq mégaoctets."))
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        found = tuple(_feature(one) for one in features)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _refused(
            _("Un GeoJSON de polygones avec leur code était attendu.")
        ) from (None)
    return found


def _feature(one: dict[str, Any]) -> dict[str, Any]:
    geometry = one["geometry"]
    if geometry["type"] not in SHAPES:
        raise ValueError
    return {
        "type": "Feature",
        "geometry": {"type": geometry["type"], "coordinates": geometry["coordinates"]},
        "properties": {"code": str(one["properties"]["code"])},
    }


def _refused(what: str) -> ConfigurationRefused:
    return ConfigurationRefused(what, Where(FILE, None, None))
