"""The first step: a workbook arrives, is looked at from a safe distance, and is kept."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction

from chibo.exchange.models import Batch
from chibo.exchange.reading import workbook
from chibo.exchange.reading.answers import Look
from chibo.exchange.rules import kinds
from chibo.exchange.rules.kinds import Place
from chibo.files import actions as files
from chibo.files import queries as kept
from chibo.files import rules as file_rules
from chibo.files.models import StoredFile
from chibo.kernel import clock
from chibo.kernel.viewer import Viewer


def receive(*, name: str, content: bytes, kind: str, place: Place, on: date, by: Viewer) -> Batch:
    """Take a workbook in for a unit.

    :param on: the day as of which it speaks
    :raises Refusal: not entitled, no such kind, a file that cannot be read or must not be kept; nothing is kept then
    """
    declared = kinds.kind_of(kind)
    by.must(declared.capability, place.unit)
    name, file_kind = file_rules.check_name(name)
    file_rules.check_content(content, file_kind)
    with _on_disk(content, name) as path:
        look = workbook.look(path, name)
    _refuse_if_classified(look)
    with transaction.atomic():
        stored = files.keep(
            name=name, content=content, capability=declared.capability, place=place.reference, on=on, by=by
        )
        return Batch.objects.create(
            kind=kind,
            place=place.reference,
            place_label=place.label[:300],
            on=on,
            file=stored,
            looked=asdict(look),
            owner=by.reference,
            owner_label=by.label[:200],
            made_at=clock.now(),
        )


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
