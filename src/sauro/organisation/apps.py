from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "sauro.organisation"
    label = "organisation"
