"""Addresses of the room."""

from django.urls import path

from sauro.organisation import views

app_name = "organisation"
urlpatterns = [
    path("quan-tri/tai-khoan/", views.accounts, name="accounts"),
    path("quan-tri/tai-khoan/<uuid:uid>/", views.account, name="account"),
    path("quan-tri/tai-khoan/<uuid:uid>/mat-khau/", views.reset_password, name="reset_password"),
    path("quan-tri/tai-khoan/<uuid:uid>/xac-thuc/", views.reset_second_factor, name="reset_second_factor"),
    path("quan-tri/tai-khoan/<uuid:uid>/khoa/", views.lock_account, name="lock_account"),
    path("quan-tri/tai-khoan/<uuid:uid>/mo-khoa/", views.unlock_account, name="unlock_account"),
    path("quan-tri/tai-khoan/<uuid:uid>/phien/", views.end_sessions, name="end_sessions"),
    path("quan-tri/tai-khoan/<uuid:uid>/thu-lai/", views.forget_failed_tries, name="forget_failed_tries"),
]
