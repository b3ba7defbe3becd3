"""Addresses of the room."""

from django.urls import path

from sauro.tasks import views

app_name = "tasks"
urlpatterns = [
    path("nhiem-vu/", views.task_list, name="list"),
    path("nhiem-vu/<uuid:uid>/", views.task_page, name="task"),
]
