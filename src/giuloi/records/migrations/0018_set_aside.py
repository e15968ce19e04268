"""What is only stored: past its use, kept because the law says so (IV.1)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0017_partner_names")]

    operations = [
        migrations.CreateModel(
            name="SetAsideRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_id",
                        "record_id",
                        "klass",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("record_id", models.BigIntegerField()),
                ("klass", models.SmallIntegerField()),
                ("fields", models.BigIntegerField()),
                ("clause", models.TextField()),
                ("since", models.DateTimeField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.subject"
                    ),
                ),
            ],
            options={"db_table": "records_setaside"},
        ),
    ]
