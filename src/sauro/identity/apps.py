from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "sauro.identity"
    label = "identity"
