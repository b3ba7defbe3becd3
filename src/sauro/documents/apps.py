from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "sauro.documents"
    label = "documents"
