"""Operation: the site of a published edition, made of it when somebody asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from cohorts.publication.archive import zip_site
from cohorts.publication.site import Stamp, make_site
from cohorts.publishing import EditionView, published_of
from parcours.access.context import Context
from parcours.access.guard import operation


SHORT = 12  # signs of a reference that a name of a folder holds


@dataclass(frozen=True)
class Site:
    """The site of a published edition.

    Attributes:
        view: the edition, with who asked for it and who agreed.
        stamp: what its pages say of it.
        files: path in its folder → bytes.
    """

    view: EditionView
    stamp: Stamp
    files: Mapping[str, bytes]

    @property
    def folder(self) -> str:
        """Name of the folder that the files are handed out in."""
        return f"site-{self.stamp.ref[:SHORT]}"

    def zipped(self) -> bytes:
        """Give all files as one; the same bytes for the same edition."""
        return zip_site(self.files, self.folder, dated=self.stamp.published_on)


@operation("release.site", kind="read", about="ref")
def hand_out_site(
    context: Context, session: Session, *, ref: str | None = None
) -> Site:
    """Make the site of an edition that two persons agreed on.

    Args:
        context: who asks.
        session: given by the guard.
        ref: the edition, None = the one published last.

    Returns:
        Its files; the audit has its line before they are given.

    Raises:
        EditionUnknown: there is no such edition.
        EditionNotPublished: none was agreed to and published.
        EditionChanged: it is not what was agreed to.
    """
    view, content = published_of(context, session, ref)
    own = view.edition
    zone = ZoneInfo(context.time_zone)
    day = datetime.fromisoformat(own.published_at).astimezone(zone).date()
    stamp = Stamp(own.ref, own.digest, day)
    return Site(view, stamp, make_site(content, stamp))
