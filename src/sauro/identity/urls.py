"""Addresses of the room."""

from django.urls import path

from sauro.identity import views

app_name = "identity"
urlpatterns = [
    path("dang-nhap/", views.log_in, name="login"),
    path("dang-xuat/", views.log_out, name="logout"),
    path("xac-thuc/", views.second_factor, name="second_factor"),
    path("xac-thuc/cai-dat/", views.new_authenticator, name="new_authenticator"),
    path("tai-khoan/", views.account, name="account"),
    path("tai-khoan/mat-khau/", views.password, name="password"),
    path("tai-khoan/ma-khoi-phuc/", views.codes, name="codes"),
]
