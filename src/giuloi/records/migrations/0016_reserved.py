"""Codes drawn ahead for the last leaves about somebody who is erased."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0014_in_force")]

    operations = [
        migrations.CreateModel(
            name="ReservedUse",
            fields=[
                ("use_id", models.BinaryField(primary_key=True, serialize=False)),
                ("intent", models.BinaryField()),
                ("place", models.SmallIntegerField()),
                ("codes", models.BinaryField(default=b"")),
            ],
            options={
                "db_table": "records_reserveduse",
                "indexes": [models.Index(fields=["intent"], name="records_reserveduse_intent")],
            },
        ),
    ]
