"""Addresses of the room."""

from django.urls import path

from sauro.documents import views

app_name = "documents"
urlpatterns = [
    path("van-ban/", views.document_list, name="list"),
    path("van-ban/<uuid:uid>/", views.document_page, name="document"),
    path("van-ban/<uuid:uid>/tep/", views.original, name="original"),
    path("van-ban/<uuid:uid>/so-sanh/<uuid:other>/", views.comparison, name="comparison"),
]
