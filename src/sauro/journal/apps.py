from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "sauro.journal"
    label = "journal"
