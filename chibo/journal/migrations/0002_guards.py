"""Entries are only ever added: the database itself refuses to change or delete them."""

from django.db import migrations

TABLES = ("journal_entry", "journal_entrysubject")
REFUSAL = "Nhật ký chỉ được ghi thêm, không sửa, không xóa."

SQLITE = "\n".join(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END;"
    for table in TABLES
    for verb in ("UPDATE", "DELETE")
)
SQLITE_BACK = "\n".join(f"DROP TRIGGER {table}_no_{verb};" for table in TABLES for verb in ("update", "delete"))

# Writers hold the lock in common until they commit, so that a sealer knows when no id below the largest is still open.
POSTGRES = f"""
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE FUNCTION journal_writer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock_shared({0x43484942}); RETURN NULL; END $$;
CREATE TRIGGER journal_entry_writer BEFORE INSERT ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_writer();
""" + "\n".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION journal_refuse();"
    for table in TABLES
)
POSTGRES_BACK = """
DROP TRIGGER journal_entry_writer ON journal_entry;
DROP TRIGGER journal_entry_append_only ON journal_entry;
DROP TRIGGER journal_entrysubject_append_only ON journal_entrysubject;
DROP FUNCTION journal_writer(); DROP FUNCTION journal_refuse();
"""


def forward(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRES)


def back(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRES_BACK)


def _run(schema_editor, sqlite, postgres):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(postgres)
        return
    for statement in sqlite.splitlines():
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(forward, back)]
