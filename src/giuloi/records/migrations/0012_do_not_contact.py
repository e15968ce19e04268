"""Tables of the app `records`: who asked never to be contacted; what a preference link is about."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0011_request_clocks"),
    ]

    operations = [
        migrations.AddField(
            model_name="preferencelink",
            name="channel",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="preferencelink",
            name="purpose",
            field=models.TextField(default=""),
        ),
        migrations.CreateModel(
            name="DoNotContact",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("mark", models.BinaryField()),
                ("channel", models.TextField(default="")),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "db_table": "records_donotcontact",
                "constraints": [
                    models.UniqueConstraint(fields=("mark", "channel"), name="records_donotcontact_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="NotContacted",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("channel", models.TextField(default="")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.subject"
                    ),
                ),
            ],
            options={
                "db_table": "records_notcontacted",
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "channel"), name="records_notcontacted_once")
                ],
            },
        ),
    ]
