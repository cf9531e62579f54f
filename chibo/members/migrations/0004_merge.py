"""Two records of one person made one: which record goes on, and what it takes to part them again."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

import chibo.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_particulars"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=chibo.kernel.ids.uuid7, editable=False, unique=True)),
                ("on", models.DateField(verbose_name="ngày gộp")),
                ("reason", models.CharField(max_length=2000, verbose_name="lý do")),
                ("before", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("after", models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("numbers_sealed", models.BinaryField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_folded",
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.person",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["folded", "born_on"], name="person_folded"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="person_merged"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="members.person"
            ),
        ),
        migrations.AddField(
            model_name="merge",
            name="other",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="merge", to="members.person"
            ),
        ),
    ]
