from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "sauro.intake"
    label = "intake"

    def ready(self) -> None:
        """The worker of `files` reads with this room's handler; a task finds its place in a review."""
        from sauro.documents.registry import review_links
        from sauro.files.queue import register_handler
        from sauro.intake.handler import read_upload
        from sauro.intake.panels import documents_to_handle, read_a_document
        from sauro.intake.queries import place_of_task, review_of_document
        from sauro.tasks import registry

        register_handler(read_upload)
        registry.source_links.append(place_of_task)
        registry.desk_panels.append(documents_to_handle)
        registry.first_steps.append(read_a_document)
        review_links.append(review_of_document)
