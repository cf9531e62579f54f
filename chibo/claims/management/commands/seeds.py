"""``manage.py seeds``: every figure, claim and reference of the five reports, expected against got."""

import json
import sys
from collections import Counter

from django.core.management.base import BaseCommand

from chibo.claims import queries
from chibo.kernel.clock import today
from chibo.kernel.viewer import System

PLURAL = (("number", "numbers"), ("claim", "claims"), ("reference", "references"))


class Command(BaseCommand):
    help = "Đối chiếu mọi con số, nhận định và mốc của năm báo cáo với hồ sơ; thoát 1 nếu có mục đã dựng mà không khớp."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true")
        for name in ("committee", "area", "kind"):
            parser.add_argument(f"--{name}", default="")

    def handle(self, *, committee, area, kind, **options):
        verdicts = list(
            queries.judged(viewer=System("seeds"), today=today(), committee=committee, area=area, kind=kind)
        )
        if options["json"]:
            for v in verdicts:
                self.stdout.write(json.dumps(as_data(v), ensure_ascii=False))
        else:
            for v in verdicts:
                if v.is_built:
                    self.stdout.write(describe(v))
        built = Counter(v.kind for v in verdicts if v.is_built)
        passed = Counter(v.kind for v in verdicts if v.verdict == queries.PASS)
        parts = [f"{title} {passed[one]}/{built[one]}" for one, title in PLURAL]
        self.stdout.write(", ".join([*parts, f"not built {sum(not v.is_built for v in verdicts)}"]))
        if passed.total() != built.total():
            sys.exit(1)


def as_data(v: queries.Verdict) -> dict:
    """An entry as one line of JSON."""
    return {
        "id": v.id,
        "expected": v.expected,
        "got": v.got,
        "verdict": v.verdict,
        "rows": v.rows,
        "printed_base": v.printed_base,
        "call": v.call,
        "note": v.note,
    }


def describe(v: queries.Verdict) -> str:
    """An entry as one line of text."""
    extra = "  ".join(part for part in (v.printed_base, v.note) if part)
    return f"{'✓' if v.verdict == queries.PASS else '✗'} {v.id}: cần {v.expected}, có {v.got} ({v.rows} dòng)  {extra}".rstrip()
