"""Addresses of the room."""

from django.urls import path

from sauro.journal import views

app_name = "journal"
urlpatterns = [
    path("nhat-ky/", views.journal, name="journal"),
    path("nhat-ky/xuat.csv", views.export, {"kind": "csv"}, name="export_csv"),
    path("nhat-ky/xuat.xlsx", views.export, {"kind": "xlsx"}, name="export_xlsx"),
]
