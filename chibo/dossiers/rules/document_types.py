"""Kinds of documents in a member's file: which there are, and whose file must hold them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from chibo.dossiers.vocabulary import FileSet, Owed
from chibo.kernel.days import BEGINNING
from chibo.kernel.refusal import Refusal

FIXTURE = Path(__file__).parent.parent / "fixtures" / "document_types.yaml"


@dataclass(frozen=True)
class DossierDocumentType:
    """A kind of document.

    :ivar priority: 1 … 3, the order in which papers are scanned
    :ivar since: files of members admitted from this day on must hold it
    :ivar form: number of the printed form, where it has one
    :ivar is_local: added by this installation, in no published list
    """

    code: str
    title: str
    set: FileSet
    priority: int
    owed: Owed
    since: date = BEGINNING
    form: str = ""
    is_local: bool = False

    @property
    def shown(self) -> str:
        """Title with the number of the form."""
        return f"{self.title} ({self.form})" if self.form else self.title

    def is_owed_by(self, *, is_official: bool, party_since: date | None) -> bool:
        """Whether the file of a member must hold it; recognition papers are owed by official members only."""
        if self.owed == Owed.NOBODY or (self.owed == Owed.OFFICIAL and not is_official):
            return False
        return self.since <= (party_since or BEGINNING)


@cache
def document_types() -> dict[str, DossierDocumentType]:
    """Code → kind, in the order of a file."""
    rows = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
    kinds = (
        DossierDocumentType(
            code=row["code"], title=row["title"], set=FileSet(row["set"]), priority=row["priority"],
            owed=Owed(row["owed"]), since=row.get("since", BEGINNING), form=row.get("form", ""),
            is_local=row["origin"] == "local",
        )
        for row in rows
    )  # fmt: skip
    return {kind.code: kind for kind in kinds}


def kind_of(code: str) -> DossierDocumentType:
    """:raises Refusal: no such kind"""
    kind = document_types().get(code)
    if kind is None:
        raise Refusal("Chưa chọn loại tài liệu. Hãy chọn một loại trong danh mục.", field="kind", code="unknown_kind")
    return kind


def owed_kinds(*, is_official: bool, party_since: date | None) -> list[DossierDocumentType]:
    """The kinds that a member's file must hold."""
    return [k for k in document_types().values() if k.is_owed_by(is_official=is_official, party_since=party_since)]
