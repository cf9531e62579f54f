import datetime

import django.db.models.deletion
from django.db import migrations, models

import chibo.kernel.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("members", "0004_merge"),
        ("org", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=chibo.kernel.ids.uuid7, editable=False, unique=True)),
                ("rule", models.CharField(max_length=40)),
                ("assignee", models.CharField(max_length=60, verbose_name="người làm")),
                ("assignee_label", models.CharField(max_length=200)),
                ("due_on", models.DateField(verbose_name="hạn")),
                ("note", models.CharField(blank=True, default="", max_length=500, verbose_name="ghi chú")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Đang làm"), ("mended", "Đã sạch"), ("withdrawn", "Đã rút")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("closed_on", models.DateField(default=datetime.date(9999, 12, 31))),
                ("found", models.PositiveIntegerField(default=0)),
                ("made_on", models.DateField()),
                ("made_by", models.CharField(max_length=60)),
                ("made_by_label", models.CharField(max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["assignee", "state", "due_on"], name="assignment_of"),
                    models.Index(fields=["unit", "state", "due_on"], name="assignment_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("cccd", "Số định danh (CCCD)"), ("card", "Số thẻ đảng viên")], max_length=4
                    ),
                ),
                ("index", models.BinaryField()),
                ("is_formed", models.BooleanField()),
                ("says_sex", models.CharField(blank=True, default="", max_length=4)),
                ("says_year", models.PositiveSmallIntegerField(default=0)),
                ("checked_on", models.DateField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="number_checks",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "kind"), name="numbercheck_once")],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=chibo.kernel.ids.uuid7, editable=False, unique=True)),
                ("rule", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=2000, verbose_name="lý do")),
                ("made_on", models.DateField()),
                ("made_by", models.CharField(max_length=200)),
                (
                    "alike",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["rule", "person", "alike"], name="waiver_person"),
                    models.Index(fields=["person"], name="waiver_of_person"),
                    models.Index(fields=["alike"], name="waiver_of_alike"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("unit__isnull", True)),
                            models.Q(("person__isnull", True), ("unit__isnull", False)),
                            _connector="OR",
                        ),
                        name="waiver_of_one_thing",
                    )
                ],
            },
        ),
    ]
