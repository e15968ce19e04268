from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0002_sessions")]

    operations = [
        migrations.AddField(
            model_name="consentrecord",
            name="evidence",
            field=models.TextField(default=""),
        ),
    ]
