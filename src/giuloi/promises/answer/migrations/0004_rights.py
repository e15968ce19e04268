"""Rights over data: when each was valid, extended, paused, carried out."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("answer", "0003_templates"),
        ("records", "0016_reserved"),
    ]

    operations = [
        migrations.CreateModel(
            name="RepresentativeRow",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="records.customerrequest",
                    ),
                ),
                ("relation", models.TextField()),
                ("proof", models.TextField()),
                ("message", models.BigIntegerField(null=True)),
                ("noted_by", models.TextField()),
                ("noted_at", models.DateTimeField()),
                ("checked_by", models.TextField(default="")),
                ("checked_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "answer_representative"},
        ),
        migrations.CreateModel(
            name="RightRow",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="records.customerrequest",
                    ),
                ),
                ("valid_at", models.DateTimeField(null=True)),
                ("stepped", models.BooleanField(default=False)),
                ("wish", models.JSONField(default=list)),
                ("due_at", models.DateTimeField(db_index=True, null=True)),
                ("executed_at", models.DateTimeField(null=True)),
                ("extended_at", models.DateTimeField(null=True)),
                ("extended_because", models.TextField(default="")),
                ("extended_proof", models.TextField(default="")),
            ],
            options={
                "db_table": "answer_right",
            },
        ),
        migrations.CreateModel(
            name="RightPause",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pauses",
                        to="answer.rightrow",
                    ),
                ),
            ],
            options={
                "db_table": "answer_right_pause",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("right",), name="answer_right_one_pause"
                    )
                ],
            },
        ),
    ]
