"""Addresses of the room."""

from django.urls import path

from sauro.notices import views

app_name = "notices"
urlpatterns = [
    path("thong-bao/", views.notice_list, name="list"),
    path("thong-bao/tuy-chon/", views.preferences, name="preferences"),
    path("thong-bao/da-doc/", views.read_all, name="read_all"),
    path("thong-bao/<uuid:uid>/", views.open_notice, name="open"),
    path("quan-tri/kenh-chat/", views.targets, name="targets"),
    path("quan-tri/kenh-chat/<uuid:uid>/", views.target, name="target"),
    path("quan-tri/kenh-chat/<uuid:uid>/xoa/", views.remove_target, name="remove_target"),
]
