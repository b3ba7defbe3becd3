"""People who were there before can be found without diacritics as well."""

from django.db import migrations

from sauro.vietnamese.text import fold, nfc


def fold_names(apps, _schema_editor):
    Person = apps.get_model("organisation", "Person")
    people = list(Person.objects.filter(folded="").only("full_name"))
    for person in people:
        person.folded = fold(nfc(person.full_name))
    Person.objects.bulk_update(people, ["folded"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_people_by_name")]

    operations = [migrations.RunPython(fold_names, migrations.RunPython.noop, elidable=True)]
