"""The register of recipients, their agreements, and what was changed in it."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

_AUTO = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _of_recipient() -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.recipient"
    )


class Migration(migrations.Migration):
    """Three tables; none names a customer."""

    dependencies: ClassVar = [("records", "0019_corrections")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Recipient",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("relation", models.TextField()),
                ("country", models.TextField()),
                ("purposes", models.TextField()),
                ("fields", models.BigIntegerField()),
                ("paid", models.BooleanField(default=False)),
                ("enabled", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
            ],
            options={"db_table": "records_recipient"},
        ),
        migrations.CreateModel(
            name="RecipientAgreement",
            fields=[
                ("id", _AUTO.clone()),
                ("recipient", _of_recipient()),
                ("terms", models.JSONField()),
                ("document", models.BinaryField()),
                ("document_hash", models.BinaryField()),
                ("valid_from", models.DateField()),
                ("valid_until", models.DateField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={"db_table": "records_recipientagreement"},
        ),
        migrations.CreateModel(
            name="RecipientChange",
            fields=[
                ("id", _AUTO.clone()),
                ("recipient", _of_recipient()),
                ("change", models.TextField()),
                ("at", models.DateTimeField()),
                ("actor", models.TextField(default="")),
            ],
            options={"db_table": "records_recipientchange"},
        ),
    ]
