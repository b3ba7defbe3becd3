"""Addresses of the room."""

from django.urls import path

from sauro.files import views

app_name = "files"
urlpatterns = [path("quan-tri/may/", views.machine, name="machine")]
