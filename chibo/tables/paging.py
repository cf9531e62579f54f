"""Pages by key: signed cursors that say where the next page begins and to which question they belong."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing

from chibo.kernel.numbers import BIGGEST
from chibo.kernel.refusal import Refusal
from chibo.tables.columns import Row
from chibo.tables.sources import Key, Source
from chibo.ui import params

SIZE, MOST = 50, 200
LONGEST_CURSOR = 2_000
_SALT = "chibo.tables.cursor"


@dataclass(frozen=True)
class Slice:
    """Some rows in order.

    :param start: number of the first row, from 1
    :param next: cursor of the next slice; empty at the end
    """

    rows: list[Row]
    start: int
    next: str

    @property
    def end(self) -> int:
        """Number of the last row."""
        return self.start + len(self.rows) - 1


def slice_of(source: Source, *, about: str, cursor: str = "", limit: int = SIZE, field: str = params.CURSOR) -> Slice:
    """The rows after a cursor, and the cursor of the next.

    :param about: names the question; a cursor of another one is refused
    :param field: name of the cursor's parameter, for the refusal
    :raises Refusal: a cursor that is not ours, or of another question
    """
    after, start = read_cursor(cursor, about=about, field=field) if cursor else (None, 1)
    rows = source.page(after, limit + 1)
    more, rows = len(rows) > limit, rows[:limit]
    following = make_cursor(source.key(rows[-1]), start + limit, about=about) if more else ""
    return Slice(rows, start, following)


def read_limit(query: Mapping[str, str], *, default: int = SIZE, key: str = params.LIMIT) -> int:
    """How many rows a page shall have, 1 to 200.

    :raises Refusal: not a number, or outside
    """
    return params.whole_number(query, key, default=default, low=1, high=MOST, label="số dòng mỗi trang")


def refuse_page_numbers(query: Mapping[str, str], *, keys: tuple[str, ...] = ("page", "trang")) -> None:
    """Lists have no numbered pages but the first.

    :raises Refusal: a page number that is negative, not a number, or not the first
    """
    for key in keys:
        number = params.whole_number(query, key, default=1, low=1, high=BIGGEST, label="số trang")
        if number != 1:
            raise Refusal(
                "Danh sách này không mở theo số trang. Hãy mở trang đầu rồi bấm “Trang sau”.", field=key, code="page"
            )


def fingerprint(*parts: object) -> str:
    """Short name of a question."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:12]


def make_cursor(key: Key, start: int, *, about: str) -> str:
    """The text that leads to the rows after a key."""
    return signing.dumps([fingerprint(about), start, [_pack(value) for value in key]], salt=_SALT)


def read_cursor(cursor: str, *, about: str, field: str = params.CURSOR) -> tuple[Key, int]:
    """What :func:`make_cursor` wrote: the key, and the number of the next row.

    :raises Refusal: damaged, made elsewhere, or of another question
    """
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise signing.BadSignature("too long")
        name, start, packed = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Refusal(
            "Dấu trang không đọc được hoặc đã hết hiệu lực. Hãy mở lại danh sách từ trang đầu.",
            field=field,
            code="cursor",
        ) from error
    if name != fingerprint(about):
        raise Refusal(
            "Dấu trang này của một danh sách khác. Hãy mở lại danh sách từ trang đầu.", field=field, code="cursor"
        )
    return tuple(_unpack(kind, text) for kind, text in packed), start


def _pack(value: Any) -> tuple[str, Any]:
    for kind, type_ in (("t", datetime), ("d", date), ("u", uuid.UUID), ("n", Decimal)):
        if isinstance(value, type_):
            return kind, value.isoformat() if kind in "td" else str(value)
    if value is None or isinstance(value, (str, int, float)):
        return "", value
    raise TypeError(f"a list cannot be ordered by {type(value).__name__}")


_UNPACK = {"t": datetime.fromisoformat, "d": date.fromisoformat, "u": uuid.UUID, "n": Decimal}


def _unpack(kind: str, value: Any) -> Any:
    return _UNPACK[kind](value) if kind else value
