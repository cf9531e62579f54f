"""Every rule of the desk, in reading order: đúng, đủ, sạch, sống."""

from chibo.kernel.refusal import NotFound
from chibo.quality.rules import alive, clean, right, whole
from chibo.quality.rules.model import READ, WRITE, Look, Rule

RULES: tuple[Rule, ...] = (*right.RULES, *whole.RULES, *clean.RULES, *alive.RULES)
BY_CODE = {rule.code: rule for rule in RULES}


def rule_of(code: str) -> Rule:
    """:raises NotFound: there is no such rule"""
    rule = BY_CODE.get(code)
    if rule is None:
        raise NotFound("Không có mục kiểm tra này. Hãy chọn lại trong bàn làm sạch dữ liệu.", code="unknown_rule")
    return rule


__all__ = ["BY_CODE", "READ", "RULES", "WRITE", "Look", "Rule", "rule_of"]
