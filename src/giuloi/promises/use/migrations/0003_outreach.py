"""Tables of the app `use`: campaigns, their messages, every contact, and opinions after buying."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0012_do_not_contact"),
        ("use", "0002_care"),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("kind", models.TextField()),
                ("purpose", models.TextField()),
                ("channel", models.TextField()),
                ("words", models.JSONField()),
                ("audience", models.JSONField()),
                ("per_minute", models.IntegerField()),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("state", models.TextField()),
                ("why", models.TextField(default="")),
                ("made_by", models.BigIntegerField()),
                ("approved_by", models.BigIntegerField(null=True)),
                ("started_by", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("cursor", models.BigIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("expected", models.BigIntegerField(default=0)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.case",
                    ),
                ),
            ],
            options={
                "db_table": "use_campaign",
            },
        ),
        migrations.CreateModel(
            name="OpinionCount",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "campaign_id", "rating", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rating", models.SmallIntegerField()),
                ("count", models.BigIntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="use.campaignrow"
                    ),
                ),
            ],
            options={
                "db_table": "use_opinion_count",
            },
        ),
        migrations.CreateModel(
            name="OpinionLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("token_hash", models.BinaryField(unique=True)),
                ("record_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="use.campaignrow"
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
                "db_table": "use_opinion_link",
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("channel", models.TextField()),
                ("at", models.DateTimeField()),
                ("key", models.TextField(unique=True)),
                ("mark", models.BinaryField(null=True)),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.subject",
                    ),
                ),
            ],
            options={
                "db_table": "use_contact",
                "indexes": [
                    models.Index(fields=["subject", "channel", "at"], name="use_contact_person"),
                    models.Index(fields=["mark", "channel", "at"], name="use_contact_address"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Send",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.TextField(unique=True)),
                ("state", models.TextField()),
                ("why", models.TextField(default="")),
                ("at", models.DateTimeField()),
                ("again_at", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("provider_id", models.TextField(db_index=True, default="")),
                ("became", models.TextField(default="")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="use.campaignrow"
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
                "db_table": "use_send",
                "indexes": [models.Index(fields=["campaign", "state"], name="use_send_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "subject"), name="use_send_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("channel", models.TextField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.subject"
                    ),
                ),
            ],
            options={
                "db_table": "use_suppression",
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "channel"), name="use_suppression_once")
                ],
            },
        ),
    ]
