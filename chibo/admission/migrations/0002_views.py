"""Two views that cross what no key joins: units with years, prospects with spells on probation. And the years themselves."""

from datetime import date

from django.db import migrations

FIRST_YEAR, LAST_YEAR = 1930, 2100
EVE = {"postgresql": "(p.until - 1)", "sqlite": "date(p.until, '-1 day')"}
UID = {
    "postgresql": "p.uid::text",
    "sqlite": " || '-' || ".join(
        f"substr(p.uid, {first}, {size})" for first, size in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    ),
}
NOBODY = {"postgresql": "CAST(NULL AS bigint)", "sqlite": "NULL"}

TARGET_YEAR = """
CREATE VIEW admission_targetyear AS
SELECT p.id * 10000 + y.year AS id, p.unit_id AS unit_id, p.kind AS kind, p.sector AS sector, p.name_key AS name_key,
       y.year AS year, y.first AS first, y.last AS last,
       CASE WHEN p.until > y.last THEN y.last ELSE {eve} END AS "on",
       t.id AS target_id, t.number AS number
FROM admission_calendaryear y
JOIN org_placement p ON p.since <= y.last AND p.until > y.first
JOIN org_unit u ON u.id = p.unit_id
LEFT JOIN admission_admissiontarget t ON t.unit_id = p.unit_id AND t.year = y.year AND t.until = '9999-12-31'
WHERE p.until > y.last OR (p.until = u.ended_on AND t.id IS NOT NULL)
"""
PIPELINE = """
CREATE VIEW admission_pipeline AS
SELECT s.id * 2 AS id, 'prospect:' || {uid} AS subject, s.prospect_id AS prospect_id, {nobody} AS person_id, s.unit_id AS unit_id,
       p.name_key AS name_key, p.full_name AS full_name, p.born_on AS born_on, s.since AS since, s.until AS until
FROM admission_prospectstay s JOIN admission_prospect p ON p.id = s.prospect_id
UNION ALL
SELECT m.id * 2 + 1 AS id, '' AS subject, {nobody} AS prospect_id, m.person_id AS person_id, m.cell_id AS unit_id,
       m.name_key AS name_key, h.full_name AS full_name, h.born_on AS born_on, m.since AS since, m.until AS until
FROM members_spell m JOIN members_person h ON h.id = m.person_id
WHERE m.status = 'probationary'
"""


def forward(apps, schema_editor):
    years = apps.get_model("admission", "CalendarYear")
    years.objects.bulk_create(
        years(year=year, first=date(year, 1, 1), last=date(year, 12, 31)) for year in range(FIRST_YEAR, LAST_YEAR + 1)
    )
    vendor = schema_editor.connection.vendor
    pipeline = PIPELINE.format(uid=UID[vendor], nobody=NOBODY[vendor])
    for statement in (TARGET_YEAR.format(eve=EVE[vendor]), pipeline):
        schema_editor.execute(statement)


def back(apps, schema_editor):
    for view in ("admission_targetyear", "admission_pipeline"):
        schema_editor.execute(f"DROP VIEW {view}")
    apps.get_model("admission", "CalendarYear").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("admission", "0001_initial"), ("members", "0006_lean_indexes"), ("org", "0001_initial")]
    operations = [migrations.RunPython(forward, back)]
