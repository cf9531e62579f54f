"""A vote: does it add up, and is the threshold reached, in whole numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from chibo.kernel.refusal import Refusal
from chibo.procedures.rules.definition import VoteSpec
from chibo.rulebook import queries as rulebook
from chibo.rulebook.queries import Ruling

PARTS = {
    "obliged": "Phải có mặt",
    "present": "Có mặt",
    "for": "Tán thành",
    "against": "Không tán thành",
    "blank": "Không bày tỏ ý kiến, phiếu trắng",
}
_SHARE = re.compile(r"(>?)\s*(\d{1,4})/(\d{1,4})")
_MOST = 100_000


@dataclass(frozen=True)
class Tally:
    """A vote that adds up, held against its threshold.

    :ivar needed: how many must be for; None where no rule is on record
    """

    vote: Mapping[str, int]
    needed: int | None
    ruling: Ruling

    @property
    def has_passed(self) -> bool:
        """Whether enough were for; without a rule more than half of those obliged."""
        needed = self.needed if self.needed is not None else self.vote["obliged"] // 2 + 1
        return self.vote["for"] >= needed

    @property
    def told(self) -> str:
        """``15/17 tán thành (cần ít nhất 12)``."""
        need = f"cần ít nhất {self.needed}" if self.needed is not None else "chưa có tỷ lệ trong sổ quy định"
        return f"{self.vote['for']}/{self.vote['obliged']} tán thành ({need})"


def whole(vote: Mapping[str, Any] | None) -> dict[str, int]:
    """The five numbers of a vote that adds up.

    :raises Refusal: one is missing or no whole number, more present than obliged, the votes are not those present
    """
    if vote is None:
        raise Refusal(
            "Bước này phải biểu quyết. Hãy ghi số phải có mặt, có mặt, tán thành và không tán thành.",
            field="vote_for",
            code="no_vote",
        )
    if unknown := set(vote) - set(PARTS):
        raise Refusal(
            f"Không có loại phiếu “{sorted(unknown)[0]}”. Hãy ghi lại kết quả biểu quyết.", code="unknown_vote"
        )
    found = {}
    for name, label in PARTS.items():
        number = vote.get(name, 0 if name == "blank" else None)
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= _MOST:
            raise Refusal(f"{label}: hãy ghi một số nguyên từ 0.", field=f"vote_{name}", code="vote_number")
        found[name] = number
    if found["obliged"] < 1:
        raise Refusal("Số phải có mặt phải từ 1. Hãy ghi lại.", field="vote_obliged", code="vote_number")
    if found["present"] > found["obliged"]:
        raise Refusal(
            f"Có mặt {found['present']} nhiều hơn phải có mặt {found['obliged']}. Hãy ghi lại hai số theo biên bản.",
            field="vote_present",
            code="vote_present",
        )
    cast = found["for"] + found["against"] + found["blank"]
    if cast != found["present"]:
        raise Refusal(
            f"Số phiếu không khớp: tán thành {found['for']}, không tán thành {found['against']}, trắng {found['blank']} cộng "
            f"lại là {cast}, còn có mặt là {found['present']}. Hãy ghi lại theo biên bản.",
            field="vote_for",
            code="vote_sum",
        )
    return found


def needed_of(value: Any, obliged: int) -> int | None:
    """How many of those obliged: ``"2/3"`` is at least two thirds, ``">1/2"`` more than half; None for anything else."""
    if not (match := _SHARE.fullmatch(str(value or ""))) or int(match[3]) == 0:
        return None
    share = Fraction(int(match[2]), int(match[3])) * obliged
    return floor(share) + 1 if match[1] else ceil(share)


def tally(spec: VoteSpec, vote: Mapping[str, Any] | None, *, on: date) -> Tally:
    """A vote against the rule of the day.

    :raises Refusal: it does not add up
    """
    found = whole(vote)
    ruling = rulebook.value(spec.rule, on=on) if spec.rule else Ruling(key="")
    return Tally(found, needed_of(ruling.value, found["obliged"]), ruling)
