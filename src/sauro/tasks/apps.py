from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "sauro.tasks"
    label = "tasks"

    def ready(self) -> None:
        from sauro.documents import registry
        from sauro.documents.queries import also_visible
        from sauro.files import registry as machine
        from sauro.notices import registry as notices
        from sauro.organisation import handing
        from sauro.procedures.registry import register
        from sauro.tasks.clock.kinds import KINDS
        from sauro.tasks.handing import SOURCE, follow_merger
        from sauro.tasks.panels import clock_panel, steps_waiting, works_of
        from sauro.tasks.queries import source_documents
        from sauro.tasks.registry import desk_panels
        from sauro.tasks.subjects import TASK

        also_visible.append(source_documents)
        registry.works.append(works_of)
        handing.register(SOURCE)
        handing.unit_movers.append(follow_merger)
        notices.register(*KINDS)
        machine.panels.append(clock_panel)
        register(TASK)
        desk_panels.append(steps_waiting)
