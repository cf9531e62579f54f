"""Having the numbers read, by the worker."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from chibo.jobs import actions as jobs
from chibo.jobs.models import Job
from chibo.jobs.rules import Runner, Tick
from chibo.kernel import clock
from chibo.kernel.viewer import Viewer
from chibo.quality import actions
from chibo.quality.rules import WRITE
from chibo.quality.views.asked import page_of

KIND = "quality.numbers"


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
