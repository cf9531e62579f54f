"""No two placements of a unit, closure rows of a pair or terms of a unit hold on the same day."""

from django.db import migrations

REFUSAL = "Hai khoảng thời gian của cùng một tổ chức không được chồng nhau."
DATED = (
    ("org_placement", ("unit_id",), "since", "until"),
    ("org_closure", ("ancestor_id", "descendant_id"), "since", "until"),
    ("org_term", ("unit_id",), "congress_on", "until"),
)


def _sqlite(table, owners, since, until):
    same = " AND ".join(f"{owner} = NEW.{owner}" for owner in owners)
    overlap = f"{same} AND {since} < NEW.{until} AND {until} > NEW.{since} AND id <> NEW.id"
    clash = f"SELECT RAISE(ABORT, '{REFUSAL}') FROM {table} WHERE {overlap};"
    yield f"CREATE TRIGGER {table}_no_overlap_insert AFTER INSERT ON {table} BEGIN {clash} END;"
    columns = ", ".join((*owners, since, until))
    yield f"CREATE TRIGGER {table}_no_overlap_update AFTER UPDATE OF {columns} ON {table} BEGIN {clash} END;"


def _postgres(table, owners, since, until):
    same = ", ".join(f"{owner} WITH =" for owner in owners)
    yield (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_no_overlap "
        f"EXCLUDE USING gist ({same}, daterange({since}, {until}) WITH &&);"
    )


def forward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist;")
    for dated in DATED:
        for statement in (_postgres if postgres else _sqlite)(*dated):
            schema_editor.execute(statement)


def back(apps, schema_editor):
    for table, *_ in DATED:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_no_overlap;")
        else:
            for moment in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_overlap_{moment};")


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]
    operations = [migrations.RunPython(forward, back)]
