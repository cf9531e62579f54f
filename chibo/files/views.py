"""Downloads."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from chibo.files import queries, rules
from chibo.journal import actions as journal
from chibo.kernel import clock


@require_safe
def download(request: HttpRequest, uid: UUID) -> StreamingHttpResponse:
    """A file as a download, never shown inside the page; each download is in the journal."""
    stored = queries.file(uid, by=request.viewer)
    pieces = queries.pieces(stored)
    journal.read(f"Tải tệp “{stored.name}”", stored.reference, request.viewer, clock.today())
    response = StreamingHttpResponse(pieces, content_type=rules.MADE[stored.kind].mime)
    response["Content-Length"] = stored.size
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
