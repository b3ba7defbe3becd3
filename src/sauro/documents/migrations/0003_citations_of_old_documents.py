"""Documents that came in before citations and likeness were kept: theirs are taken from their latest extraction.

The text is read by the rules of the version that migrates; only the columns that stood at this migration are filled.
"""

import msgspec
from django.db import migrations

from sauro.documents.citations import citation_fields
from sauro.documents.likeness import marks_of, runs_of
from sauro.reading.model import Reading

BATCH = 500


def fill(apps, _editor):
    document_model = apps.get_model("documents", "Document")
    extraction_model = apps.get_model("documents", "Extraction")
    citation_model = apps.get_model("documents", "Citation")
    mark_model = apps.get_model("documents", "TextMark")
    columns = {field.name for field in citation_model._meta.get_fields()}
    for document in document_model.objects.order_by("pk").only("pk", "workspace_id").iterator(BATCH):
        extraction = extraction_model.objects.filter(document=document).order_by("-pk").first()
        if extraction is None:
            continue
        owned = {"workspace_id": document.workspace_id, "document": document}
        references = msgspec.json.decode(bytes(extraction.reading), type=Reading).references
        citation_model.objects.bulk_create(
            citation_model(**owned, **{name: value for name, value in fields.items() if name in columns})
            for fields in citation_fields(extraction.text, references)
        )
        mark_model.objects.bulk_create(
            mark_model(**owned, mark=mark) for mark in marks_of(runs_of(extraction.text))
        )


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_citations")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
