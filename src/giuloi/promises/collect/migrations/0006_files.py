"""Invoices of orders, and files on what seems untrue."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collect", "0005_progress"),
        ("records", "0010_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="collect.order",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                ("actor", models.TextField()),
            ],
            options={
                "db_table": "collect_invoice",
            },
        ),
        migrations.CreateModel(
            name="Doubt",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("fields", models.BigIntegerField()),
                ("left", models.BigIntegerField()),
                ("state", models.TextField(default="open")),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.TextField()),
                ("asked_at", models.DateTimeField(null=True)),
                ("correct_by", models.DateTimeField(null=True)),
                ("suspended_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("changed_by", models.TextField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.subject"
                    ),
                ),
            ],
            options={
                "db_table": "collect_doubt",
                "indexes": [models.Index(fields=["subject", "state"], name="collect_doubt_subject")],
            },
        ),
    ]
