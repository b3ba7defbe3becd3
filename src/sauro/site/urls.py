"""The map of the site: each room brings its own."""

from django.urls import include, path

from sauro.tasks.desk.views import desk

urlpatterns = [
    path("", desk, name="home"),
    path("", include("sauro.identity.urls")),
    path("", include("sauro.files.urls")),
    path("", include("sauro.notices.urls")),
    path("", include("sauro.organisation.urls")),
    path("", include("sauro.procedures.urls")),
    path("", include("sauro.documents.urls")),
    path("", include("sauro.intake.urls")),
    path("", include("sauro.tasks.urls")),
    path("", include("sauro.journal.urls")),
    path("", include("sauro.site.design.urls")),
]
handler400 = "sauro.site.views.bad_request"
