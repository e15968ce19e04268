"""Tables of the app `collect`: accounts and orders of a platform, the delivery log, possible matches."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("records", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("bridge", models.TextField()),
                ("said_at", models.DateTimeField(null=True)),
                ("said", models.BigIntegerField(default=0)),
                ("state", models.TextField(default="live")),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.subject",
                    ),
                ),
            ],
            options={
                "db_table": "collect_account",
            },
        ),
        migrations.CreateModel(
            name="DeliveryLog",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("bridge", models.TextField()),
                ("webhook", models.TextField()),
                ("topic", models.TextField()),
                ("digest", models.BinaryField()),
                ("status", models.SmallIntegerField()),
                ("outcome", models.TextField()),
                ("times", models.IntegerField(default=1)),
                ("dropped", models.IntegerField(default=0)),
                ("mended", models.IntegerField(default=0)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "db_table": "collect_delivery",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bridge", "webhook", "digest"), name="collect_delivery_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("bridge", models.TextField(default="")),
                ("state", models.TextField()),
                ("placed_at", models.DateTimeField()),
                ("modified_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("erased_at_source", models.DateTimeField(null=True)),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.publishedpolicy",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.subject",
                    ),
                ),
            ],
            options={
                "db_table": "collect_order",
                "indexes": [models.Index(fields=["subject", "state"], name="collect_order_subject")],
            },
        ),
        migrations.CreateModel(
            name="PossibleMatch",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("field", models.TextField()),
                ("found_at", models.DateTimeField()),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.subject"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.subject"
                    ),
                ),
            ],
            options={
                "db_table": "collect_possiblematch",
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "other", "field"), name="collect_match_once")
                ],
            },
        ),
    ]
