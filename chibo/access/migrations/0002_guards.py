"""An account never holds the same role at the same unit twice on one day."""

from django.db import migrations

OVERLAP = "Một tài khoản giữ cùng vai trò tại cùng tổ chức hai lần trong một ngày."
WHEN = """EXISTS (SELECT 1 FROM access_grant AS other WHERE other.account_id = NEW.account_id AND other.role = NEW.role
    AND coalesce(other.unit_id, 0) = coalesce(NEW.unit_id, 0) AND other.id <> NEW.id
    AND other.since < NEW.until AND NEW.since < other.until AND other.since < other.until AND NEW.since < NEW.until)"""
SQLITE = [
    f"""CREATE TRIGGER access_grant_overlap_{verb.lower()} AFTER {verb} ON access_grant
    WHEN {WHEN} BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END"""
    for verb in ("INSERT", "UPDATE")
]
SQLITE_BACK = [f"DROP TRIGGER access_grant_overlap_{verb}" for verb in ("insert", "update")]
POSTGRES = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE access_grant ADD CONSTRAINT access_grant_overlap EXCLUDE USING gist "
    "(account_id WITH =, role WITH =, coalesce(unit_id, 0) WITH =, daterange(since, until) WITH &&)",
]
POSTGRES_BACK = ["ALTER TABLE access_grant DROP CONSTRAINT access_grant_overlap"]


def forward(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRES)


def back(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRES_BACK)


def _run(schema_editor, sqlite, postgres):
    for statement in postgres if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunPython(forward, back)]
