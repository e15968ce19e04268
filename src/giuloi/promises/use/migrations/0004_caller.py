"""Who calls: a colleague has at most one call without an outcome."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("use", "0003_outreach")]

    operations = [
        migrations.AddField(
            model_name="send",
            name="caller",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="send",
            constraint=models.UniqueConstraint(
                condition=models.Q(state__in=["claimed", "handed"]),
                fields=("caller",),
                name="use_send_one_call_each",
            ),
        ),
    ]
