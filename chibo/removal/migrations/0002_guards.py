"""Nobody is helped twice on one day."""

from django.db import migrations

REFUSAL = "Một đảng viên không được ghi giúp đỡ hai lần trong cùng thời gian."
TABLE = "removal_assistanceperiod"
COUNTS = "{0}state = 'standing'"


def _sqlite():
    clash = (
        f"SELECT RAISE(ABORT, '{REFUSAL}') FROM {TABLE} WHERE person_id = NEW.person_id "
        f"AND since < NEW.until AND until > NEW.since AND id <> NEW.id "
        f"AND {COUNTS.format('')} AND {COUNTS.format('NEW.')};"
    )
    yield f"CREATE TRIGGER {TABLE}_no_overlap_insert AFTER INSERT ON {TABLE} BEGIN {clash} END;"
    columns = "person_id, since, until, state"
    yield f"CREATE TRIGGER {TABLE}_no_overlap_update AFTER UPDATE OF {columns} ON {TABLE} BEGIN {clash} END;"


def _postgres():
    yield (
        f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_no_overlap EXCLUDE USING gist "
        f"(person_id WITH =, daterange(since, until) WITH &&) WHERE ({COUNTS.format('')});"
    )


def forward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in (_postgres if postgres else _sqlite)():
        schema_editor.execute(statement)


def back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_no_overlap;")
    else:
        for moment in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER {TABLE}_no_overlap_{moment};")


class Migration(migrations.Migration):
    dependencies = [("removal", "0001_initial"), ("members", "0002_guards")]
    operations = [migrations.RunPython(forward, back)]
