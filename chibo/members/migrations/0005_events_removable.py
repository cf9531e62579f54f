"""Derived rows refer to events without a constraint where nothing looks them up: removing events stays quick."""

import django.db.models.deletion
from django.db import migrations, models

OVERLAP = "Hai khoảng thời gian của cùng một đảng viên không được chồng nhau."
CLASH = (
    "SELECT RAISE(ABORT, '" + OVERLAP + "') FROM members_stay WHERE person_id = NEW.person_id AND nature = NEW.nature "
    "AND since < NEW.until AND until > NEW.since AND id <> NEW.id;"
)
MOMENTS = (("insert", "INSERT"), ("update", "UPDATE OF person_id, nature, since, until"))


def guard_again(apps, schema_editor):
    """SQLite alters a column by copying the table, which loses the triggers that guard it."""
    if schema_editor.connection.vendor == "postgresql":
        return
    for moment, change in MOMENTS:
        trigger = f"members_stay_no_overlap_{moment}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger};")
        schema_editor.execute(f"CREATE TRIGGER {trigger} AFTER {change} ON members_stay BEGIN {CLASH} END;")


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0004_merge"),
    ]

    operations = [
        migrations.AlterField(
            model_name="movement",
            name="other_chain",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="members.memberevent",
            ),
        ),
        migrations.AlterField(
            model_name="stay",
            name="entry",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="members.memberevent",
            ),
        ),
        migrations.AlterField(
            model_name="stay",
            name="exit",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="members.memberevent",
            ),
        ),
        migrations.RunPython(guard_again, guard_again),
    ]
