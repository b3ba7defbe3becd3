from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "sauro.site"
    label = "site"

    def ready(self) -> None:
        from sauro.site import plugs

        plugs.connect()
