"""What speaks against a step: confirmed rules block, anything less sure is asked about, cited and kept."""

from collections.abc import Iterable
from typing import Any

from chibo.kernel.refusal import Question, Refusal
from chibo.procedures.models import Case
from chibo.procedures.rules.handlers import Finding
from chibo.rulebook import queries as rulebook


def weigh(findings: Iterable[Finding], case: Case, *, accept: bool, overridden: bool = False) -> list[dict[str, Any]]:
    """What is kept with the act.

    :param overridden: the competent level has let the case go on here
    :raises Refusal: a confirmed rule speaks against it
    :raises Question: rules that are not sure do, and it was not accepted; ``choices`` are (rule, sentence)
    """
    kept: list[dict[str, Any]] = []
    blocking: list[tuple[Finding, str]] = []
    asked = False
    for one in findings:
        ruling = rulebook.value(one.rule, on=case.rule_day) if one.rule else None
        blocks = ruling is not None and ruling.may_block
        if blocks and not overridden:
            blocking.append((one, ruling.cite))
            continue
        asked = asked or not blocks
        kept.append(
            {
                "text": one.text,
                "rule": one.rule,
                "cite": ruling.cite if ruling else "",
                **({"overridden": True} if blocks else {}),
            }
        )
    if blocking:
        told = " ".join(f"{one.text} ({cite})" for one, cite in blocking)
        raise Refusal(
            f"{told} Hãy sửa cho đúng; nếu vẫn phải đi tiếp, cấp ủy có thẩm quyền cho đi tiếp bằng văn bản ở trang hồ sơ.",
            field=blocking[0][0].field or None,
            code="blocked",
            rule=blocking[0][0].rule,
        )
    if asked and not accept:
        told = " ".join(f"{one['text']}{' (' + one['cite'] + ')' if one['cite'] else ''}" for one in kept)
        raise Question(
            f"{told} Hãy đọc kỹ, rồi xác nhận để đi tiếp hoặc sửa lại.",
            code="warnings",
            choices=tuple((one["rule"], f"{one['text']} {one['cite']}".strip()) for one in kept),
        )
    return kept
