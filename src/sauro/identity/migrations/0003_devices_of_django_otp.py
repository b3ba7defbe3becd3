"""Authenticators and recovery codes that django-otp kept become our own; its tables go, and with them plain codes."""

from django.contrib.auth.hashers import make_password
from django.db import migrations

TABLES = (
    "otp_static_statictoken",
    "otp_static_staticdevice",
    "otp_totp_totpdevice",
)  # in the order of dropping
RECOVERY = "recovery"


def take_over(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if not tables.issuperset(TABLES):
            return
        cursor.execute(
            "SELECT user_id, confirmed, key, drift, last_t, throttling_failure_count,"
            " throttling_failure_timestamp FROM otp_totp_totpdevice ORDER BY id"
        )
        devices = cursor.fetchall()
        cursor.execute(
            "SELECT d.user_id, t.token FROM otp_static_statictoken t"
            " JOIN otp_static_staticdevice d ON d.id = t.device_id WHERE d.name = %s ORDER BY t.id",
            [RECOVERY],
        )
        codes = cursor.fetchall()

    Authenticator = apps.get_model("identity", "Authenticator")
    # The last one of each person counted, and counts.
    latest = {(user_id, bool(confirmed)): rest for user_id, confirmed, *rest in devices}
    for (user_id, confirmed), (key, drift, last_step, failures, failed_at) in latest.items():
        Authenticator.objects.create(
            user_id=user_id,
            confirmed=confirmed,
            secret=key,
            drift=drift,
            last_step=last_step,
            failures=failures if failed_at is not None else 0,
            failed_at=failed_at,
        )
    RecoveryCode = apps.get_model("identity", "RecoveryCode")
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, head=token[:2], hash=make_password(token)) for user_id, token in codes
    )
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_own_second_factor")]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop, elidable=True)]
