"""One yearly slip per member and year; one keeper of a file, one statement and one local rule of a unit, on any day."""

from django.db import migrations

GUARDS = (
    ("dossiers_custody", ("unit_id",), "since", "until", "Một tổ chức chỉ có một nơi giữ hồ sơ trong cùng thời gian."),
    ("dossiers_custodyrule", ("unit_id",), "since", "until", "Một tổ chức chỉ có một quy định cấp giữ hồ sơ trong cùng thời gian."),
    ("dossiers_keeping", ("person_id",), "since", "until", "Hồ sơ của một người chỉ có một nơi giữ trong cùng thời gian."),
)  # fmt: skip
"""Table, what makes two rows the same, from, until (outside), the refusal."""
YEARS = "dossiers_filesupplement"
ONE_SLIP = "Mỗi đảng viên chỉ có một phiếu bổ sung cho một năm."


def _sqlite():
    for table, same, first, end, refusal in GUARDS:
        yield from _triggers(table, same, f"{first} < NEW.{end} AND {end} > NEW.{first}", (first, end), refusal)
    overlap = "first_year <= NEW.last_year AND last_year >= NEW.first_year"
    yield from _triggers(YEARS, ("person_id",), overlap, ("first_year", "last_year"), ONE_SLIP)


def _triggers(table, same, overlap, days, refusal):
    alike = " AND ".join(f"{one} = NEW.{one}" for one in same)
    clash = f"SELECT RAISE(ABORT, '{refusal}') FROM {table} WHERE {alike} AND {overlap} AND id <> NEW.id;"
    yield f"CREATE TRIGGER {table}_no_overlap_insert AFTER INSERT ON {table} BEGIN {clash} END;"
    columns = ", ".join((*same, *days))
    yield f"CREATE TRIGGER {table}_no_overlap_update AFTER UPDATE OF {columns} ON {table} BEGIN {clash} END;"


def _postgres():
    for table, same, first, end, _ in GUARDS:
        yield _exclusion(table, same, f"daterange({first}, {end})")
    yield _exclusion(YEARS, ("person_id",), "int4range(first_year, last_year, '[]')")


def _exclusion(table, same, span):
    alike = ", ".join(f"{one} WITH =" for one in same)
    return f"ALTER TABLE {table} ADD CONSTRAINT {table}_no_overlap EXCLUDE USING gist ({alike}, {span} WITH &&);"


def forward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in (_postgres if postgres else _sqlite)():
        schema_editor.execute(statement)


def back(apps, schema_editor):
    for table in (*(row[0] for row in GUARDS), YEARS):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_no_overlap;")
        else:
            for moment in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_overlap_{moment};")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial"), ("members", "0002_guards")]
    operations = [migrations.RunPython(forward, back)]
