from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sauro.documents"
    label = "documents"

    def ready(self) -> None:
        from sauro.documents.subjects import DOCUMENT
        from sauro.procedures.registry import register

        register(DOCUMENT)
