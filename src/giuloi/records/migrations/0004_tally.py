from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_access"),
    ]

    operations = [
        migrations.CreateModel(
            name="UseTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.TextField()),
                ("clause", models.TextField()),
                ("event", models.TextField()),
                ("decision", models.TextField()),
                ("purpose", models.TextField()),
                ("leaves", models.BigIntegerField()),
                ("count", models.BigIntegerField()),
            ],
            options={
                "db_table": "records_usetally",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "clause", "event", "decision", "purpose"), name="records_usetally_once"
                    )
                ],
            },
        ),
    ]
