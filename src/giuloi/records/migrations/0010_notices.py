"""Notices that are due to customers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0009_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("record_id", models.BigIntegerField(null=True)),
                ("reason", models.TextField(default="")),
                ("at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.subject"
                    ),
                ),
            ],
            options={
                "db_table": "records_notice",
                "indexes": [
                    models.Index(
                        condition=models.Q(("taken_at", None)), fields=["id"], name="records_notice_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_at", None)),
                        fields=("kind", "subject", "record_id"),
                        name="records_notice_once",
                    )
                ],
            },
        ),
    ]
