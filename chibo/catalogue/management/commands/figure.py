"""``manage.py figure CODE --unit REF``: a figure, its cells and its list, from the catalogue."""

import json

from django.core.management.base import BaseCommand, CommandError

from chibo.catalogue import presenting, queries, wire
from chibo.catalogue.contents import ALL
from chibo.catalogue.parameters import question_of
from chibo.indicators import Asked, Kind
from chibo.kernel.clock import today
from chibo.kernel.days import show_window
from chibo.kernel.numbers import show_decimal, show_int
from chibo.kernel.refusal import Refusal
from chibo.kernel.viewer import System


class Command(BaseCommand):
    help = "In một chỉ tiêu; không có mã thì in danh mục mã và chiều."

    def add_arguments(self, parser):
        parser.add_argument("code", nargs="?", default="")
        parser.add_argument("--unit", default="")
        parser.add_argument("--on", default="")
        parser.add_argument("--from", dest="first", default="")
        parser.add_argument("--to", dest="last", default="")
        parser.add_argument("--by", default="")
        parser.add_argument("--where", action="append", default=[])
        parser.add_argument("--structure", default="")
        parser.add_argument("--rows", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, code, unit, on, first, last, by, where, structure, rows, **options):
        viewer = System("figure")
        if not code:
            return self.catalogue(options["json"])
        try:
            question = question_of(
                code, unit=unit, on=on, first=first, last=last, by=by, where=where, structure=structure, today=today()
            )
            figure = queries.figure(question, viewer=viewer)
            listed = self.listed(question, viewer) if rows else None
        except Refusal as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"error": refusal.code, "message": refusal.message}, ensure_ascii=False))
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            data = wire.figure_as_data(figure)
            if listed is not None:
                data["rows"] = [wire.row_as_data(row) for row in listed]
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self.describe(figure, listed)

    def catalogue(self, as_json):
        if as_json:
            self.stdout.write(json.dumps(wire.catalogue_as_data(), ensure_ascii=False, indent=1))
            return
        for indicator in ALL:
            dimensions = ", ".join(d.code for d in indicator.allowed())
            takes = "ngày" if indicator.is_state else "khoảng"
            self.stdout.write(f"{indicator.code}  {indicator.title}  [{takes}]  {dimensions}")

    def listed(self, question, viewer):
        found = presenting.with_related(queries.rows(question, viewer=viewer))
        order = presenting.order_of(question.indicator, found.model)
        columns = presenting.columns_of(question.indicator, found.model)
        asked = Asked(viewer.scope(question.unit, structure=question.structure), question.window)
        return presenting.shown(list(found.order_by(*order)), columns, asked)

    def describe(self, figure, listed):
        indicator = figure.indicator
        value = (
            f"{show_decimal(figure.value)} ({show_int(figure.numerator)} / {show_decimal(figure.divisor)} năm)"
            if indicator.kind is Kind.AVERAGE
            else show_int(int(figure.value))
        )
        share = f" / {show_int(figure.base)} = {show_decimal(figure.percent or 0)}%" if figure.base is not None else ""
        self.stdout.write(f"{indicator.code} {indicator.title}, {show_window(figure.asked.window)}")
        self.stdout.write(f"{value}{share} {indicator.counting_unit}")
        if figure.residual is not None:
            self.stdout.write(f"chênh lệch {figure.residual}")
        for cell in figure.cells:
            base = f" / {show_int(cell.base)}" if cell.base is not None else ""
            self.stdout.write(f"  {' · '.join(cell.labels)}: {show_int(cell.value)}{base}")
        for unit, reason in figure.missing:
            self.stdout.write(f"  chưa đủ dữ liệu ({unit.ref}): {reason}")
        for row in listed or ():
            self.stdout.write("  " + " | ".join(str(value) for key, value in row.items() if key != "url"))
