"""Nobody has two bases in the same month."""

from django.db import migrations

REFUSAL = "Một đảng viên không có hai diện đóng đảng phí trong cùng thời gian."
TABLE = "fees_feebasis"


def _sqlite():
    clash = (
        f"SELECT RAISE(ABORT, '{REFUSAL}') FROM {TABLE} WHERE person_id = NEW.person_id "
        f"AND since < NEW.until AND until > NEW.since AND id <> NEW.id;"
    )
    yield f"CREATE TRIGGER {TABLE}_no_overlap_insert AFTER INSERT ON {TABLE} BEGIN {clash} END;"
    yield (
        f"CREATE TRIGGER {TABLE}_no_overlap_update AFTER UPDATE OF person_id, since, until ON {TABLE} "
        f"BEGIN {clash} END;"
    )


def _postgres():
    yield (
        f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_no_overlap EXCLUDE USING gist "
        f"(person_id WITH =, daterange(since, until) WITH &&);"
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
    dependencies = [("fees", "0001_initial"), ("members", "0002_guards")]
    operations = [migrations.RunPython(forward, back)]
