"""Addresses of the room."""

from django.urls import path

from sauro.files import views

app_name = "files"
urlpatterns = [path("machine/", views.machine, name="machine")]
