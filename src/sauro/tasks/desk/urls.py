"""Addresses of the desk, within those of the room."""

from django.urls import path

from sauro.tasks.desk.views import desk, desk_step, watch_task

urlpatterns = [
    path("", desk, name="desk"),
    path("ban-lam-viec/<uuid:uid>/<slug:step>/", desk_step, name="desk_step"),
    path("nhiem-vu/<uuid:uid>/theo-doi/", watch_task, {"on": True}, name="watch"),
    path("nhiem-vu/<uuid:uid>/bo-theo-doi/", watch_task, {"on": False}, name="stop_watching"),
]
