"""Notices of deaths and leavings; those that cases lead already are known from their acts."""

import django.db.models.deletion
from django.db import migrations, models

import chibo.kernel.ids

LED = ("xoa-ten", "xin-ra", "bao-tu-tran")


def led_by_cases(apps, schema_editor):
    events, notices = apps.get_model("members", "MemberEvent"), apps.get_model("removal", "LeavingNotice")
    acts = apps.get_model("procedures", "Act").objects.filter(case__code__in=LED, made__startswith="event:")
    cases = {act.made.removeprefix("event:"): f"case:{act.case.uid}" for act in acts.select_related("case")}
    for event in events.objects.filter(uid__in=list(cases)).exclude(state="annulled"):
        notices.objects.get_or_create(event=event, defaults={"case": cases[str(event.uid)]})


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_lean_indexes"),
        ("procedures", "0002_guards"),
        ("removal", "0002_guards"),
    ]
    operations = [
        migrations.CreateModel(
            name="LeavingNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=chibo.kernel.ids.uuid7, editable=False, unique=True)),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="ngày gửi phiếu báo")),
                ("number", models.CharField(blank=True, default="", max_length=60, verbose_name="số phiếu báo")),
                ("case", models.CharField(blank=True, default="", max_length=80)),
                ("is_illustration", models.BooleanField(default=False)),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notice", to="members.memberevent"
                    ),
                ),
            ],
            options={
                "verbose_name": "Phiếu báo từ trần, ra khỏi Đảng",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_on__isnull", False), models.Q(("case", ""), _negated=True), _connector="OR"
                        ),
                        name="notice_sent_or_led",
                    )
                ],
            },
        ),
        migrations.RunPython(led_by_cases, migrations.RunPython.noop),
    ]
