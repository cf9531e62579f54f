"""Adding and correcting versions; loading what the project knows."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import uuid4

from django.db import transaction

from chibo.journal import actions as journal
from chibo.kernel.days import BEGINNING, FOREVER
from chibo.kernel.refusal import Refusal
from chibo.kernel.text import tidy
from chibo.kernel.viewer import Viewer
from chibo.rulebook import models, queries, rules
from chibo.rulebook.models import Edition, Parameter, Version


@transaction.atomic
def add_version(
    *,
    key: str,
    value: Any,
    since: date,
    source: str,
    certainty: str,
    note: str = "",
    shown: str = "",
    url: str = "",
    by: Viewer,
) -> Version:
    """Let a new value of a rule hold from a day on; the version before ends there. Open cases keep theirs.

    :raises Refusal: unknown key, a version from that day or later stands, another sort of value, no source
    """
    by.must(rules.WRITE)
    parameter = Parameter.objects.select_for_update().filter(key=key).first()
    if parameter is None:
        raise Refusal(
            "Không có quy định này trong sổ. Hãy chọn từ danh sách.", field="key", code="unknown_rule", status=404
        )
    source, note, shown, url = tidy(source), tidy(note), tidy(shown), url.strip()
    versions = list(parameter.versions.order_by("since"))
    rules.check_version(
        versions, value=value, since=since, source=source, certainty=certainty, note=note, shown=shown, url=url
    )
    latest = versions[-1] if versions else None
    if latest is not None and latest.until > since:
        latest.until = since
        latest.save(update_fields=["until"])
    version = Version.objects.create(
        parameter=parameter,
        number=max((one.number for one in versions), default=0) + 1,
        value=value,
        shown=shown,
        since=since,
        source=source,
        url=url,
        certainty=certainty,
        note=note,
    )
    _changed()
    journal.record(
        "rulebook.version_added",
        subject=f"rule:{key}",
        label=f"Thêm phiên bản {version.number} của quy định “{parameter.title}”",
        on=since,
        by=by,
        reason=note,
        before=_image(latest) if latest else None,
        after=_image(version),
    )
    return version


@transaction.atomic
def correct_version(
    *, version: Version, value: Any, source: str, certainty: str, reason: str, by: Viewer, on: date
) -> None:
    """Put right a value or source that was entered wrongly; the journal keeps what stood there.

    :raises Refusal: no reason, another sort of value, no source
    """
    by.must(rules.WRITE)
    version = Version.objects.select_for_update().get(pk=version.pk)
    source, reason = tidy(source), tidy(reason)
    if not reason:
        raise Refusal("Thiếu lý do sửa. Hãy ghi vì sao giá trị cũ sai.", field="reason", code="missing")
    rules.check_same_type(version.value, value)
    rules.check_texts(source=source, certainty=certainty, note="", shown="", url="")
    before = _image(version)
    version.value, version.source, version.certainty, version.shown = value, source, certainty, ""
    version.save()
    _changed()
    journal.record(
        "rulebook.version_corrected",
        subject=f"rule:{version.parameter.key}",
        label=f"Sửa phiên bản {version.number} của quy định “{version.parameter.title}”",
        on=on,
        by=by,
        reason=reason,
        before=before,
        after=_image(version),
    )


def _image(version: Version) -> dict[str, Any]:
    fields = ("number", "value", "since", "until", "source", "certainty", "note")
    return {name: getattr(version, name) for name in fields}


def _changed(edition: Any = Edition) -> None:
    edition.objects.update_or_create(pk=1, defaults={"token": uuid4()})
    queries.forget()


@dataclass(frozen=True)
class Given:
    """The three tables to load into: those of today, or as a migration sees them."""

    parameter: Any = models.Parameter
    version: Any = models.Version
    edition: Any = models.Edition


@transaction.atomic
def load_given(tables: Given | None = None) -> int:
    """Load the rules the project knows: parameters and versions that are missing; returns how many versions came.

    A parameter that has versions is left as it is where an administrator has gone further.
    """
    tables = tables or Given()
    given = rules.given_entries()
    known = dict(tables.parameter.objects.values_list("key", "pk"))
    added = 0
    for position, entry in enumerate(given, start=1):
        if entry["key"] in known:
            continue
        parameter = tables.parameter.objects.create(
            key=entry["key"], title=entry["title"], counted_in=entry.get("counted_in", ""), position=position * 10
        )
        rows = [_given_version(tables, parameter, number, row) for number, row in enumerate(entry["versions"], start=1)]
        for row, following in pairwise(rows):
            row.until = min(row.until, following.since)
        for row in rows:
            row.save()
        added += len(rows)
    if added:
        _changed(tables.edition)
    return added


def _given_version(tables: Given, parameter: Any, number: int, row: dict[str, Any]) -> Any:
    since, precision = row.get("since"), "day"
    if isinstance(since, int):
        since, precision = date(since, 1, 1), "year"
    return tables.version(
        parameter=parameter,
        number=number,
        value=row["value"],
        shown=row.get("shown", ""),
        since=since or BEGINNING,
        since_precision=precision,
        until=row.get("until") or FOREVER,
        source=row["source"],
        url=row.get("url", ""),
        certainty=row["certainty"],
        note=row.get("note", ""),
    )
