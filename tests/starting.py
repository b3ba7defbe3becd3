"""Starts Django for the tests, once."""

import os


def start_django() -> None:
    """Sets Django up where nobody has; the data folder was chosen by the first conftest."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sauro.site.settings")
    # Playwright leaves a running event loop in the process that drove a browser; tests that follow there are no less
    # synchronous for it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
