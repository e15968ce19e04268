"""Tables of the door `console`: the draft of the next policy, forms that were carried out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PolicyDraft",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("state", models.BigIntegerField()),
                ("sources", models.TextField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.TextField()),
            ],
            options={"db_table": "console_policydraft"},
        ),
        migrations.CreateModel(
            name="Done",
            fields=[
                ("number", models.TextField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "console_done"},
        ),
    ]
