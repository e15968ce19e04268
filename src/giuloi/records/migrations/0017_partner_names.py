"""What a shop platform calls what we hold, sealed: so that it can be told to erase it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0016_reserved")]

    operations = [
        migrations.CreateModel(
            name="PartnerName",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("platform", models.TextField()),
                ("key_version", models.IntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.subject"
                    ),
                ),
            ],
            options={"db_table": "records_partnername"},
        ),
    ]
