from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "sauro.procedures"
    label = "procedures"

    def ready(self) -> None:
        from sauro.notices import registry
        from sauro.procedures.notices import KINDS

        registry.register(*KINDS)
