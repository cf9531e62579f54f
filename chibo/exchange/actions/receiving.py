"""The first step: a workbook arrives, is looked at from a safe distance, and is kept."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from math import isfinite
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.db import transaction

from chibo.exchange import staging
from chibo.exchange.models import Batch
from chibo.exchange.reading import workbook
from chibo.exchange.reading.answers import Look
from chibo.exchange.rules import kinds, states
from chibo.exchange.rules.kinds import Place
from chibo.exchange.vocabulary import BatchState
from chibo.files import actions as files
from chibo.files import queries as kept
from chibo.files import rules as file_rules
from chibo.files.models import StoredFile
from chibo.kernel import clock
from chibo.kernel.days import show_day
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import Viewer


def receive(
    *,
    name: str,
    content: bytes,
    kind: str,
    place: Place,
    on: date,
    options: Mapping[str, Any] | None = None,
    by: Viewer,
) -> Batch:
    """Take a workbook in for a unit.

    :param on: the day as of which it speaks
    :param options: what was chosen beside the file: options of the kind, ``encoding`` and ``text`` of its letters
    :raises Refusal: not entitled, no such kind, a day to come, a file that cannot be read or must not be kept; nothing is kept then
    """
    declared, options = kinds.kind_of(kind), dict(options or {})
    states.must_at(by, declared.capability, place)
    _refuse_if_to_come(on)
    name = file_rules.file_name(name)
    file_rules.check_size(content)
    with _on_disk(content, name) as path:
        look = workbook.look(path, name, encoding=options.get("encoding", ""), text=options.get("text", ""))
    _refuse_if_classified(look)
    with transaction.atomic():
        stored = files.keep(
            name=_true_name(name, look.scan.format),
            content=content,
            capability=declared.sensitive if declared.has_sensitive else declared.capability,
            place=place.reference,
            on=on,
            by=by,
            any_encoding=True,
        )
        return Batch.objects.create(
            kind=kind,
            place=place.reference,
            place_label=place.label[:300],
            on=on,
            file=stored,
            looked=_kept(look),
            options=options,
            owner=by.reference,
            owner_label=by.label[:200],
            made_at=clock.now(),
        )


@transaction.atomic
def look_again(batch: Batch, *, encoding: str, text: str, by: Viewer) -> None:
    """Read the letters of a workbook another way, where they came out wrong.

    :raises Refusal: not open any more, or it cannot be read that way
    """
    states.must_be(batch, by, BatchState.RECEIVED, BatchState.MAPPED, BatchState.CHECKED, BatchState.CHECKING)
    states.must_rest(batch)
    with opened(batch.file) as path:
        look = workbook.look(path, batch.file.name, encoding=encoding, text=text)
    _refuse_if_classified(look)
    batch.looked = _kept(look)
    batch.options = batch.options | {"encoding": encoding, "text": text}
    batch.state = BatchState.RECEIVED
    batch.save(update_fields=["looked", "options", "state"])


def _kept(look: Look) -> dict[str, Any]:
    """What was seen, as it is kept: the cells encrypted."""
    seen = _storable(asdict(look))
    for sheet in seen["sheets"]:
        sheet["top"] = staging.seal_cells(sheet["top"])
    return seen


def _storable(seen: Any) -> Any:
    """Anything without what no database keeps: the sign of nothing in texts, numbers that are none."""
    if isinstance(seen, str):
        return seen.replace("\0", " ")
    if isinstance(seen, float) and not isfinite(seen):
        return str(seen)
    if isinstance(seen, dict):
        return {name: _storable(one) for name, one in seen.items()}
    return [_storable(one) for one in seen] if isinstance(seen, list | tuple) else seen


def _refuse_if_to_come(on: date) -> None:
    if on > clock.today():
        raise Refusal(
            f"Ngày {show_day(on)} chưa đến nên chưa có số liệu của ngày ấy. Hãy chọn một ngày đến hôm nay.",
            field="on",
            code="day_to_come",
        )


def _true_name(name: str, ending: str) -> str:
    """The name with the ending that its content has."""
    stem, dot, _ = name.rpartition(".")
    return f"{(stem if dot else name)[: file_rules.NAME_LENGTH - 6]}.{ending}"


def _refuse_if_classified(look: Look) -> None:
    for sheet in look.sheets:
        file_rules.refuse_if_classified(sheet.name, field="file")
        for row in sheet.top:
            for cell in row:
                if isinstance(cell, str):
                    file_rules.refuse_if_classified(cell, field="file")


@contextmanager
def _on_disk(content: bytes, name: str) -> Iterator[str]:
    """The content as a file that only this process may read and that is gone afterwards."""
    suffix = os.path.splitext(name)[1][:10]
    with NamedTemporaryFile(dir=settings.VAR_DIR, prefix="nhap-", suffix=suffix) as file:
        file.write(content)
        file.flush()
        yield file.name


@contextmanager
def opened(stored: StoredFile) -> Iterator[str]:
    """A kept workbook as a file on the disk, for as long as it is read.

    :raises NotFound: its content is lost
    """
    with _on_disk(kept.content(stored), stored.name) as path:
        yield path
