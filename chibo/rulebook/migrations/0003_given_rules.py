"""A fresh database knows the rules the project knows."""

from django.db import migrations

from chibo.rulebook import actions


def forward(apps, schema_editor):
    models = [apps.get_model("rulebook", name) for name in ("Parameter", "Version", "Edition")]
    actions.load_given(actions.Given(*models))


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0002_guards")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
