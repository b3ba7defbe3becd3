from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sauro.notices"
    label = "notices"
