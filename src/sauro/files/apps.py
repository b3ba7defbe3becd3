from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "sauro.files"
    label = "files"
