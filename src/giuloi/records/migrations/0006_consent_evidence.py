from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0005_keys")]

    operations = [
        migrations.AddField(
            model_name="consentrecord",
            name="evidence",
            field=models.TextField(default=""),
        ),
    ]
