"""The fourth step, and what can be done about it afterwards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from chibo.exchange import actions, queries
from chibo.exchange.actions.mapping import OPEN
from chibo.exchange.forms import ALL, SureForm, WriteForm
from chibo.exchange.rules import states
from chibo.exchange.views.asked import Page, page_of
from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.ui.confirm import Answer, Preview, two_step

_POSTS = ["GET", "HEAD", "POST"]


def _given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(_POSTS)
def write(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What will be written, shown before it is."""
    page = page_of(request, uid)
    states.must_be(page.batch, request.viewer, BatchState.CHECKED)

    def preview(data: dict[str, Any]) -> Preview:
        return _about_writing(page, only_good=data["cach"] != ALL)

    def act(data: dict[str, Any], answer: Answer) -> str:
        actions.request(page.batch, "write", by=request.viewer, only_good=data["cach"] != ALL)
        return page.url()

    form = WriteForm(_given(request))
    return two_step(request, form, "exchange/write.html", page.context(4), preview=preview, act=act)


def _about_writing(page: Page, *, only_good: bool) -> Preview:
    found, noun = queries.counts(page.batch), page.kind.noun
    good = found[Outcome.CREATE] + found[Outcome.UPDATE]
    bad = found[Outcome.REFUSE] + found[Outcome.ASK]
    if not good:
        raise Refusal("Không có dòng nào để ghi. Hãy sửa các dòng bị từ chối rồi gửi lại tệp.", code="nothing_good")
    if bad and not only_good:
        raise Refusal(
            f"Còn {show_int(bad)} dòng bị từ chối hoặc chờ trả lời nên không ghi cả tệp được. Hãy chọn chỉ ghi các dòng tốt, "
            "hoặc sửa các dòng đó rồi gửi lại tệp.",
            field="cach",
            code="bad_rows",
        )
    told = [
        f"{show_int(found[Outcome.CREATE])} {noun} được tạo mới." if found[Outcome.CREATE] else "",
        f"{show_int(found[Outcome.UPDATE])} {noun} được cập nhật theo tệp." if found[Outcome.UPDATE] else "",
        f"{show_int(found[Outcome.SKIP])} dòng giống hệt hồ sơ nên không đổi gì." if found[Outcome.SKIP] else "",
        f"{show_int(bad)} dòng không được ghi; tải tệp có cột lỗi để sửa rồi gửi lại." if bad else "",
        "Nếu hồ sơ đã bị người khác sửa từ lúc kiểm tra, Chibo kiểm tra lại trước và chỉ ghi khi kết quả vẫn như trên.",
        "Sau khi ghi vẫn hoàn tác được cả lần nhập, chừng nào chưa có việc khác dựa trên nó.",
    ]
    return Preview(
        title=f"Ghi {show_int(good)} dòng của tệp {page.batch.file.name}",
        consequences=[sentence for sentence in told if sentence],
        button=f"Ghi {show_int(good)} dòng",
    )


@require_http_methods(_POSTS)
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a written workbook back, or see what stands on it."""
    page = page_of(request, uid)
    states.must_be(page.batch, request.viewer, BatchState.WRITTEN, BatchState.WRITING)
    standing = actions.what_stands_on(page.batch) if request.method != "POST" else []
    found, noun = queries.counts(page.batch), page.kind.noun
    half = page.batch.state == BatchState.WRITING
    most = "Nhiều nhất " if half else ""
    told = [
        "Việc ghi đã dừng giữa chừng; chỉ phần đã ghi được lấy lại." if half else "",
        f"{most}{show_int(found[Outcome.CREATE])} {noun} do tệp tạo ra sẽ bị gỡ khỏi Chibo."
        if found[Outcome.CREATE]
        else "",
        f"{most}{show_int(found[Outcome.UPDATE])} {noun} trở lại như trước khi nhập." if found[Outcome.UPDATE] else "",
        "Nhật ký vẫn ghi cả lần nhập lẫn lần hoàn tác.",
    ]
    told = [sentence for sentence in told if sentence]
    context = page.context() | {"standing": standing, "told": told}

    def preview(data: dict[str, Any]) -> Preview:
        return Preview(
            title=f"Hoàn tác lần nhập tệp {page.batch.file.name}",
            consequences=told,
            button="Hoàn tác lần nhập",
            asks_reason=True,
        )

    def act(data: dict[str, Any], answer: Answer) -> str:
        actions.request(page.batch, "undo", by=request.viewer, reason=answer.reason)
        return page.url()

    return two_step(request, SureForm(_given(request)), "exchange/undo.html", context, preview=preview, act=act)


@require_http_methods(_POSTS)
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a workbook aside."""
    page = page_of(request, uid)
    states.must_be(page.batch, request.viewer, *OPEN)

    def preview(data: dict[str, Any]) -> Preview:
        return Preview(
            title=f"Bỏ tệp {page.batch.file.name}",
            consequences=["Tệp này không được ghi. Kết quả kiểm tra bị xóa; hồ sơ trong Chibo không đổi gì."],
            button="Bỏ tệp này",
        )

    def act(data: dict[str, Any], answer: Answer) -> str:
        actions.drop(page.batch, by=request.viewer)
        messages.success(request, "Đã bỏ tệp. Hồ sơ trong Chibo không đổi gì.")
        return reverse("exchange:list")

    return two_step(request, SureForm(_given(request)), "exchange/drop.html", page.context(), preview=preview, act=act)
