"""PDF and pictures of pages, drawn by typst with our own fonts only: a machine without fonts prints the same page."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

SHEET = Path(__file__).with_name("sheet.typ")


def pdf(documents: Sequence[dict[str, Any]], *, title: str, on: date) -> bytes:
    """One PDF of all documents, each beginning on a page of its own, for archives (PDF/A-2b).

    The same documents give the same bytes.
    """
    made = datetime.combine(on, time(), UTC)
    return typst.compile(
        SHEET.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs=_inputs(documents, title),
        timestamp=made,
        pdf_standards=["a-2b"],
    )


def pictures(document: dict[str, Any], *, title: str) -> list[bytes]:
    """Each page as SVG."""
    drawn = typst.compile(SHEET.read_bytes(), format="svg", font_paths=_fonts(), sys_inputs=_inputs([document], title))
    return [drawn] if isinstance(drawn, bytes) else drawn


@cache
def _fonts() -> typst.Fonts:
    folder = settings.BASE_DIR / "static" / "vendor" / "tinos"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _inputs(documents: Sequence[dict[str, Any]], title: str) -> dict[str, str]:
    """The documents as one JSON text, equal pictures once; typst takes bytes of a picture as a list of numbers."""
    pool: dict[str, int] = {}
    shared = [_with_pool(document, pool) for document in documents]
    listed = [list(base64.b64decode(picture)) for picture in pool]
    return {"data": json.dumps({"title": title, "pictures": listed, "documents": shared}, ensure_ascii=False)}


def _with_pool(part: Any, pool: dict[str, int]) -> Any:
    if isinstance(part, list):
        return [_with_pool(one, pool) for one in part]
    if isinstance(part, dict):
        return {
            key: pool.setdefault(value, len(pool)) if key == "picture" else _with_pool(value, pool)
            for key, value in part.items()
        }
    return part
