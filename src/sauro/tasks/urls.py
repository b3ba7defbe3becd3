"""Addresses of the room."""

from django.urls import include, path

from sauro.tasks import evidence_views, life_views, many_views, saved_views, views
from sauro.tasks.clock import views as clock

app_name = "tasks"
urlpatterns = [
    path("", include("sauro.tasks.desk.urls")),
    path("quan-tri/nhac-viec/", clock.rules, name="rules"),
    path("quan-tri/nhac-viec/moi/", clock.add_rule, name="add_rule"),
    path("quan-tri/nhac-viec/<uuid:uid>/ket-thuc/", clock.end_rule, name="end_rule"),
    path("quan-tri/nhac-viec/<uuid:uid>/sap-den-han/", clock.set_due_soon, name="due_soon"),
    path("nhiem-vu/", views.task_list, name="list"),
    path("nhiem-vu/cach-xem/", saved_views.keep, name="keep_view"),
    path("nhiem-vu/cach-xem/<uuid:uid>/", saved_views.edit, name="view"),
    path("nhiem-vu/nhieu/", many_views.many, name="many"),
    path("nhiem-vu/<uuid:uid>/", life_views.task_page, name="task"),
    path("nhiem-vu/<uuid:uid>/minh-chung/<uuid:evidence>/", evidence_views.evidence_file, name="evidence"),
    path("nhiem-vu/<uuid:uid>/<slug:step>/", life_views.take_step, name="step"),
]
