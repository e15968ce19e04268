"""Since when a published version holds: members are told before (VIII.3). Those there were held from their publishing."""

from django.db import migrations, models
from django.db.models import F


def as_published(apps, schema_editor):
    """Every version so far held from the moment it was published."""
    apps.get_model("records", "PublishedPolicy").objects.update(in_force_at=F("published_at"))


class Migration(migrations.Migration):
    dependencies = [("records", "0013_holds")]

    operations = [
        migrations.AddField("publishedpolicy", "in_force_at", models.DateTimeField(null=True)),
        migrations.RunPython(as_published, migrations.RunPython.noop),
        migrations.AlterField("publishedpolicy", "in_force_at", models.DateTimeField()),
    ]
