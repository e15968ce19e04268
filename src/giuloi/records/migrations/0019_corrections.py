"""What was corrected, before and after: ids of vault records, and when."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies: ClassVar = [("records", "0018_set_aside")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="CorrectionRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.customerrequest",
                    ),
                ),
                ("field", models.TextField()),
                ("before", models.BigIntegerField(null=True)),
                ("after", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "records_correction"},
        ),
    ]
