"""A database that is already there learns the rule on opinions in cases about oneself."""

from django.db import migrations

from chibo.rulebook import actions


def forward(apps, schema_editor):
    models = [apps.get_model("rulebook", name) for name in ("Parameter", "Version", "Edition")]
    actions.load_given(actions.Given(*models))


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0004_rules_of_procedures")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
