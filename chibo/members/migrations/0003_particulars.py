"""Particulars of people, places of four parts, the day of official membership known at an opening."""

import django.db.models.deletion
from django.db import migrations, models

OVERLAP = "Hai khoảng thời gian của cùng một đảng viên không được chồng nhau."
CLASH = (
    "SELECT RAISE(ABORT, '" + OVERLAP + "') FROM members_attribute WHERE person_id = NEW.person_id AND name = NEW.name "
    "AND since < NEW.until AND until > NEW.since AND id <> NEW.id;"
)
MOMENTS = (("insert", "INSERT"), ("update", "UPDATE OF person_id, name, since, until"))


def guard_again(apps, schema_editor):
    """SQLite alters a column by copying the table, which loses the triggers that guard it."""
    if schema_editor.connection.vendor == "postgresql":
        return
    for moment, change in MOMENTS:
        trigger = f"members_attribute_no_overlap_{moment}"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger};")
        schema_editor.execute(f"CREATE TRIGGER {trigger} AFTER {change} ON members_attribute BEGIN {CLASH} END;")


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0002_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="memberevent",
            name="official_since",
            field=models.DateField(blank=True, null=True, verbose_name="ngày chính thức"),
        ),
        migrations.AlterField(
            model_name="attribute",
            name="value",
            field=models.CharField(max_length=400),
        ),
        migrations.RunPython(guard_again, guard_again),
        migrations.CreateModel(
            name="Particulars",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("other_name", models.CharField(blank=True, default="", max_length=100, verbose_name="tên khác")),
                ("card_issued_on", models.DateField(blank=True, null=True, verbose_name="ngày cấp thẻ đảng viên")),
                (
                    "card_issued_by",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="nơi cấp thẻ đảng viên"),
                ),
                ("old_card_sealed", models.BinaryField(blank=True, null=True)),
                ("old_card_index", models.BinaryField(blank=True, null=True)),
                ("old_national_id_sealed", models.BinaryField(blank=True, null=True)),
                ("old_national_id_index", models.BinaryField(blank=True, null=True)),
                (
                    "deletion_proposal",
                    models.CharField(blank=True, default="", max_length=500, verbose_name="đề nghị xóa"),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="particulars", to="members.person"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["old_card_index"], name="particulars_old_card"),
                    models.Index(fields=["old_national_id_index"], name="particulars_old_id"),
                ],
            },
        ),
    ]
