"""Having the numbers read, by the worker."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from chibo.jobs import actions as jobs
from chibo.jobs.models import Job
from chibo.jobs.rules import Chore, Runner, Tick
from chibo.kernel import clock
from chibo.kernel.viewer import System, Viewer
from chibo.quality import actions
from chibo.quality.rules import WRITE
from chibo.quality.views.asked import page_of
from chibo.rulebook import queries as rulebook

KIND = "quality.numbers"
AT_ONCE = 20_000
"""Numbers an idle worker reads before it looks at its queue again: a few seconds."""
ITSELF = System("bàn làm sạch dữ liệu")


@require_POST
def read_numbers(request: HttpRequest) -> HttpResponse:
    """Give the reading of numbers to the worker."""
    page = page_of(request)
    request.viewer.must(WRITE, page.unit)
    jobs.enqueue(kind=KIND, title="Đối chiếu số CCCD, số thẻ đảng viên", by=request.viewer)
    messages.success(
        request, "Đang đối chiếu các số mới nhập. Kết quả hiện ở đây sau ít phút; xem tiến độ ở “Việc đang chạy”."
    )
    return HttpResponseRedirect(page.url("desk"))


def _read(job: Job, tick: Tick, by: Viewer) -> None:
    """What is left to read stands in the records: a run that was broken off goes on by itself."""
    actions.read_numbers(on=clock.today(), by=by, told=lambda done: tick(done, f"Đã đối chiếu {done} số"))


RUNNER = Runner(_read, back=lambda job: reverse("quality:desk"), back_label="Mở bàn làm sạch dữ liệu")


def read_some() -> None:
    """What an idle worker does: read some of the numbers that nobody has read yet."""
    actions.read_numbers(on=clock.today(), by=ITSELF, most=AT_ONCE)


def close() -> None:
    """What an idle worker does: put on record which assigned work the records show as done."""
    with rulebook.steady():
        actions.close_mended(on=clock.today(), by=ITSELF)


CHORES = (Chore(read_some, every=600.0), Chore(close, every=3600.0))
