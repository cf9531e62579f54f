"""Acts are only ever added: the database itself refuses to change or delete them. What an outcome made is told once, after."""

from django.db import migrations

TABLE = "procedures_act"
REFUSAL = "Việc đã ghi trong hồ sơ chỉ được ghi thêm, không sửa, không xóa."
FIXED = (
    "case_id", "number", "kind", "step", "to", "on", "due_on", "actor", "entered_at", "data", "sealed", "vote",
    "decision_id", "warnings", "reason", "place",
)  # fmt: skip
COLUMNS = ", ".join(f'"{name}"' for name in FIXED)
SQLITE = (
    f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {COLUMNS} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END;",
    f"CREATE TRIGGER {TABLE}_made_once BEFORE UPDATE OF made ON {TABLE} WHEN OLD.made <> '' "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END;",
    f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END;",
)
POSTGRES = (
    f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}' "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$;",
    f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {COLUMNS} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse();",
    f"CREATE TRIGGER {TABLE}_made_once BEFORE UPDATE OF made ON {TABLE} FOR EACH ROW WHEN (OLD.made <> '') "
    f"EXECUTE FUNCTION {TABLE}_refuse();",
    f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse();",
)
TRIGGERS = ("no_update", "made_once", "no_delete")


def forward(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def back(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for name in TRIGGERS:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}{f' ON {TABLE}' if postgres else ''};")
    if postgres:
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse();")


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]
    operations = [migrations.RunPython(forward, back)]
