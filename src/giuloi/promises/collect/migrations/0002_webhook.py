"""Table of the app `collect`: which topic each webhook is for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collect", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("bridge", models.TextField()),
                ("webhook", models.TextField()),
                ("topic", models.TextField()),
            ],
            options={
                "db_table": "collect_webhook",
                "constraints": [
                    models.UniqueConstraint(fields=("bridge", "webhook"), name="collect_webhook_once")
                ],
            },
        ),
    ]
