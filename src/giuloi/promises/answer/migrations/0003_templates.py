"""Texts that the desk answers with again and again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("answer", "0002_alerts_lately")]

    operations = [
        migrations.CreateModel(
            name="ReplyTemplate",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("title_vi", models.TextField()),
                ("title_en", models.TextField()),
                ("text_vi", models.TextField()),
                ("text_en", models.TextField()),
                ("kinds", models.TextField(default="")),
                ("state", models.IntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.TextField()),
            ],
            options={"db_table": "answer_replytemplate"},
        ),
    ]
