"""Two versions of one rule never hold on the same day: the database itself refuses."""

from django.db import migrations

OVERLAP = "Hai phiên bản của một quy định trùng thời gian."
WHEN = """(SELECT 1 FROM rulebook_version AS other WHERE other.parameter_id = NEW.parameter_id AND other.id <> NEW.id
    AND other.since < NEW.until AND NEW.since < other.until)"""
# On insert NEW.id is -1 in a BEFORE trigger, so the check runs after the row stands.
SQLITE = [
    f"""CREATE TRIGGER rulebook_version_overlap_{verb.lower()} AFTER {verb} ON rulebook_version
    WHEN EXISTS {WHEN} BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END"""
    for verb in ("INSERT", "UPDATE")
]
SQLITE_BACK = [f"DROP TRIGGER rulebook_version_overlap_{verb}" for verb in ("insert", "update")]
POSTGRES = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE rulebook_version ADD CONSTRAINT rulebook_version_overlap "
    "EXCLUDE USING gist (parameter_id WITH =, daterange(since, until) WITH &&)",
]
POSTGRES_BACK = ["ALTER TABLE rulebook_version DROP CONSTRAINT rulebook_version_overlap"]


def forward(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRES)


def back(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRES_BACK)


def _run(schema_editor, sqlite, postgres):
    for statement in postgres if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial")]
    operations = [migrations.RunPython(forward, back)]
