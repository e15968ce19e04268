"""How far each order is, its payment, and the steps that led there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collect", "0004_checkouts"),
        ("records", "0010_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderMove",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("was", models.TextField()),
                ("became", models.TextField()),
                ("payment", models.TextField()),
                ("at", models.DateTimeField()),
                ("actor", models.TextField()),
                ("reason", models.TextField(default="")),
            ],
            options={
                "db_table": "collect_ordermove",
            },
        ),
        migrations.AddField(
            model_name="order",
            name="method",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="order",
            name="payment",
            field=models.TextField(default="unpaid"),
        ),
        migrations.AddField(
            model_name="order",
            name="progress",
            field=models.TextField(default="placed"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["progress", "placed_at"], name="collect_order_progress"),
        ),
        migrations.AddField(
            model_name="ordermove",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="collect.order"
            ),
        ),
        # What was placed before steps were kept is as far as its state says.
        migrations.RunSQL(
            "UPDATE collect_order SET progress = CASE state WHEN 'closed' THEN 'closed' ELSE 'cancelled' END "
            "WHERE state <> 'placed'",
            migrations.RunSQL.noop,
        ),
    ]
