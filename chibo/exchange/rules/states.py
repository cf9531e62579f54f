"""What may be done with a batch when, and by whom."""

from chibo.exchange.models import Batch
from chibo.exchange.rules import kinds
from chibo.exchange.rules.kinds import Place
from chibo.exchange.vocabulary import BatchState
from chibo.jobs.models import Job, State
from chibo.kernel.refusal import NotEntitled, Refusal
from chibo.kernel.viewer import Viewer

_WAY_OUT = {
    BatchState.RECEIVED: "Hãy ghép cột trước.",
    BatchState.MAPPED: "Hãy kiểm tra tệp trước.",
    BatchState.CHECKING: "Hãy đợi kiểm tra xong.",
    BatchState.CHECKED: "Hãy xem kết quả kiểm tra rồi ghi.",
    BatchState.WRITING: "Hãy đợi ghi xong.",
    BatchState.WRITTEN: "Nếu cần làm lại, hãy hoàn tác lần nhập này trước.",
    BatchState.UNDOING: "Hãy đợi hoàn tác xong.",
    BatchState.UNDONE: "Hãy gửi lại tệp nếu muốn nhập lần nữa.",
    BatchState.DROPPED: "Hãy gửi lại tệp nếu vẫn muốn nhập.",
}


def may_at(by: Viewer, capability: str, place: Place) -> bool:
    """Whether the viewer has the capability for a place; the whole installation takes it everywhere."""
    if place.unit is None:
        return by.is_everywhere(capability)
    return by.may(capability, place.unit) is not None


def must_at(by: Viewer, capability: str, place: Place) -> None:
    """As :func:`may_at`.

    :raises NotEntitled: it does not hold
    """
    by.must(capability, place.unit)
    if not may_at(by, capability, place):
        raise NotEntitled(
            "Chỉ người được giao quyền trên toàn hệ thống mới nhập cho toàn hệ thống. Hãy ghi tổ chức mà tệp nói về.",
            field="unit",
            code="not_entitled",
        )


def must_be(batch: Batch, by: Viewer, *states: BatchState) -> Place:
    """The viewer may work on the batch, and it stands where the step needs it.

    :returns: the unit it is for
    :raises Refusal: not entitled, or another state
    """
    place = kinds.place_of(batch.place, batch.on)
    must_at(by, kinds.kind_of(batch.kind).capability, place)
    if batch.state not in states:
        state = BatchState(batch.state)
        raise Refusal(
            f"Tệp này ở tình trạng “{state.label.lower()}”, không làm được bước này. {_WAY_OUT[state]}",
            code="batch_state",
            status=409,
        )
    return place


def must_rest(batch: Batch) -> None:
    """:raises Refusal: a step of the batch waits or runs"""
    if Job.objects.filter(pk=batch.job_id, state__in=[State.WAITING, State.RUNNING]).exists():
        raise Refusal("Tệp này đang được xử lý. Hãy đợi xong bước đang chạy.", code="under_way", status=409)


def sees_everything(batch: Batch, by: Viewer) -> bool:
    """Whether the viewer may see sensitive columns of the workbook: who brought it, and who may see such numbers there."""
    kind = kinds.kind_of(batch.kind)
    if batch.owner == by.reference or not kind.has_sensitive:
        return True
    return bool(kind.sensitive) and may_at(by, kind.sensitive, kinds.place_of(batch.place, batch.on))
