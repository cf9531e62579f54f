"""Downloads."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from chibo.files import queries, rules
from chibo.files.models import StoredFile
from chibo.journal import actions as journal
from chibo.kernel import clock


@require_safe
def download(request: HttpRequest, uid: UUID) -> StreamingHttpResponse:
    """A file as a download, never shown inside the page; each download is in the journal."""
    stored = queries.file(uid, by=request.viewer)
    response = given_out(stored)
    journal.read(f"Tải tệp “{stored.name}”", stored.reference, request.viewer, clock.today())
    return response


def given_out(stored: StoredFile) -> StreamingHttpResponse:
    """The file as a download. Whoever calls this has checked the right and writes the reading into the journal.

    :raises NotFound: the encrypted copy is gone or damaged
    """
    response = StreamingHttpResponse(queries.pieces(stored), content_type=rules.MADE[stored.kind].mime)
    response["Content-Length"] = stored.size
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
