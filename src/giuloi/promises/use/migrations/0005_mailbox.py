"""How far a mailbox was read, and which letters are tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("use", "0004_caller"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reached",
            fields=[
                ("folder", models.BinaryField(primary_key=True, serialize=False)),
                ("uid", models.BigIntegerField()),
            ],
            options={
                "db_table": "use_mailbox",
            },
        ),
        migrations.CreateModel(
            name="LeftLetter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("folder", models.BinaryField()),
                ("uid", models.BigIntegerField()),
                ("tries", models.IntegerField()),
                ("again_at", models.DateTimeField()),
            ],
            options={
                "db_table": "use_left_letter",
                "constraints": [
                    models.UniqueConstraint(fields=("folder", "uid"), name="use_left_letter_once")
                ],
            },
        ),
    ]
