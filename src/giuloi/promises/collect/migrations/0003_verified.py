"""Table of the app `collect`: which telephone numbers and e-mail addresses are proven."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collect", "0002_webhook"),
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("field", models.TextField()),
                ("method", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.subject"
                    ),
                ),
            ],
            options={
                "db_table": "collect_verified",
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "field"), name="collect_verified_once")
                ],
            },
        ),
    ]
