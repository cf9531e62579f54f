"""The fourth step: what was decided is written, part after part. A killed process goes on with the next part."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from django.db import transaction

from chibo.exchange import staging
from chibo.exchange.actions.checking import check, replace_in, setting_of
from chibo.exchange.actions.undoing import take_back
from chibo.exchange.models import Batch, Chunk
from chibo.exchange.queries import counts
from chibo.exchange.rules import kinds, states
from chibo.exchange.rules.kinds import Importer, Kind, Part, Plan, Setting, Trace
from chibo.exchange.staging import WRITES
from chibo.exchange.vocabulary import BatchState, Outcome
from chibo.journal import actions as journal
from chibo.journal import queries as entries
from chibo.kernel import clock
from chibo.kernel.bulk import long_work
from chibo.kernel.numbers import show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer

Tick = Callable[..., None]
AHEAD = 2
"""Parts that may be prepared while one is written."""
MOST_LATE = 25
"""Rows of one part that may be refused only when they are written."""


def write(batch: Batch, *, only_good: bool, by: Viewer, tick: Tick = lambda *_, **__: None) -> None:
    """Write the rows that were found good. Going on after a stop is the same call again.

    :param only_good: leave rows that are refused or not answered out; without it one such row holds the whole back
    :raises Refusal: not entitled, another state, rows that hold it back, or the records have changed since the check so
        that other verdicts came out: they are kept, to be looked at again
    """
    place = states.must_be(batch, by, BatchState.CHECKED, BatchState.WRITING)
    kind = kinds.kind_of(batch.kind)
    if batch.state == BatchState.CHECKED:
        _look_again(batch, by, tick)
        if not only_good:
            _hold_back(batch)
        batch.state, batch.options = BatchState.WRITING, batch.options | {"only_good": only_good}
        batch.save()
    setting = setting_of(batch, place, by)
    try:
        with long_work():
            _write_chunks(batch, kind, setting, tick)
    except Refusal:
        take_back(batch, kind, setting, tick)
        batch.state = BatchState.CHECKED
        batch.save()
        raise
    _close(batch, kind, by)


def _look_again(batch: Batch, by: Viewer, tick: Tick) -> None:
    """Somebody has written since the check: decide again, and go on only if nothing came out differently."""
    if entries.last_number() == batch.journal_mark:
        return
    before = batch.digest
    check(batch, by=by, tick=tick)
    if batch.digest != before or batch.state != BatchState.CHECKED:
        raise _changed()


def _hold_back(batch: Batch) -> None:
    found = counts(batch)
    if bad := found[Outcome.REFUSE] + found[Outcome.ASK]:
        raise Refusal(
            f"Còn {show_int(bad)} dòng bị từ chối hoặc chờ trả lời nên không ghi cả tệp. Hãy sửa các dòng đó rồi gửi lại, "
            "hoặc chọn chỉ ghi các dòng tốt.",
            code="bad_rows",
        )


def _write_chunks(batch: Batch, kind: Kind, setting: Setting, tick: Tick) -> None:
    importer = kind.begin(setting)
    waiting = list(batch.chunks.filter(is_written=False).order_by("number").values_list("pk", "number"))
    found = counts(batch)
    total = sum(found[outcome] for outcome in WRITES)
    done = total - batch.rows.filter(outcome__in=WRITES, chunk__in=[number for _, number in waiting]).count()
    only_good = batch.options.get("only_good", False)
    try:
        for chunk, part in _parts([pk for pk, _ in waiting], getattr(importer, "ahead", None)):
            tick(done, f"Đang ghi {kind.noun}", total=total)
            try:
                with transaction.atomic():
                    done += _keep(chunk, _write_part(importer, part))
                    tick(done, f"Đang ghi {kind.noun}", checkpoint={}, total=total)
            except Refusal:
                if not only_good or kind.whole:
                    raise
                # The records refuse a row after all: write the part again without it.
                with transaction.atomic():
                    done += _keep(chunk, _write_some(importer, part.plans(), chunk, []))
                    tick(done, f"Đang ghi {kind.noun}", checkpoint={}, total=total)
    finally:
        if close := getattr(importer, "close", None):
            close()


def _parts(waiting: Sequence[int], ahead: Callable[[Part], None] | None) -> Iterator[tuple[Chunk, Part]]:
    """Chunks with what is to be written of them; the next ones are announced before each is written."""
    following: deque[tuple[Chunk, Part]] = deque()
    for pk in waiting:
        chunk = Chunk.objects.get(pk=pk)
        following.append((chunk, staging.part_of(chunk)))
        if ahead is not None:
            ahead(following[-1][1])
        if len(following) > AHEAD:
            yield following.popleft()
    yield from following


def _keep(chunk: Chunk, traces: list[Trace]) -> int:
    chunk.traces, chunk.is_written = staging.pack_traces(traces), True
    chunk.save(update_fields=["traces", "is_written"])
    return len(traces)


def _write_part(importer: Importer, part: Part) -> list[Trace]:
    if not part.rows:
        return []
    whole = getattr(importer, "write_part", None)
    return whole(part) if whole is not None else importer.write(part.plans())


def _write_some(importer: Importer, plans: list[Plan], chunk: Chunk, refused: list[int]) -> list[Trace]:
    """Write what can be written, by halves; what cannot is refused in the chunk.

    :raises Refusal: so many cannot that the check must have been about other records
    """
    try:
        with transaction.atomic():
            return importer.write(plans)
    except Refusal as refusal:
        if len(plans) == 1:
            refused.append(plans[0].number)
            if len(refused) > MOST_LATE:
                raise _changed() from refusal
            _refuse(chunk, plans[0], refusal)
            return []
    half = len(plans) // 2
    first = _write_some(importer, plans[:half], chunk, refused)
    return [*first, *_write_some(importer, plans[half:], chunk, refused)]


def _changed() -> Refusal:
    return Refusal(
        "Hồ sơ đã thay đổi từ lúc kiểm tra, nên kết quả kiểm tra nay khác. Hãy xem lại kết quả mới rồi ghi.",
        code="changed_since_check",
        status=409,
    )


def _refuse(chunk: Chunk, plan: Plan, refusal: Refusal) -> None:
    late = Plan(plan.number, Outcome.REFUSE, plan.target, plan.label, faults=[(refusal.field or "", refusal.message)])
    replace_in(chunk, {plan.number: late})


@transaction.atomic
def _close(batch: Batch, kind: Kind, by: Viewer) -> None:
    found = counts(batch)
    batch.state, batch.written_at = BatchState.WRITTEN, clock.now()
    batch.save()
    batch.chunks.update(data=None)
    journal.record(
        "exchange.written",
        subject=batch.reference,
        label=(
            f"Nhập tệp “{batch.file.name}”: {show_int(found[Outcome.CREATE])} {kind.noun} mới, "
            f"{show_int(found[Outcome.UPDATE])} cập nhật"
        ),
        place=batch.place,
        on=batch.on,
        by=by,
        after={"batch": str(batch.uid), "kind": batch.kind, "rows": sum(found.values()), **found},
        count=max(found[Outcome.CREATE] + found[Outcome.UPDATE], 1),
    )
