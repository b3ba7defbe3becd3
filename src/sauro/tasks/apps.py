from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "sauro.tasks"
    label = "tasks"

    def ready(self) -> None:
        from sauro.documents import registry
        from sauro.documents.queries import also_visible
        from sauro.organisation import handing
        from sauro.tasks.handing import SOURCE, follow_merger
        from sauro.tasks.panels import works_of
        from sauro.tasks.queries import source_documents

        also_visible.append(source_documents)
        registry.works.append(works_of)
        handing.register(SOURCE)
        handing.unit_movers.append(follow_merger)
