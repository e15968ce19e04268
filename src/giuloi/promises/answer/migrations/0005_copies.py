"""Copies that are offered."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answer", "0004_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="CopyRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("opened", models.IntegerField(default=0)),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.customerrequest",
                    ),
                ),
            ],
            options={"db_table": "answer_copy"},
        ),
    ]
