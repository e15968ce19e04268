"""Table of the app `collect`: the shop's goods, which say nothing about anybody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collect", "0006_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Good",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("plain", models.TextField(unique=True)),
                ("sku", models.TextField(default="")),
                ("price", models.BigIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "collect_good",
            },
        ),
    ]
