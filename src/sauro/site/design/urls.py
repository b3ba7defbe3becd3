"""Address of the design page."""

from django.urls import path

from sauro.site.design import views

app_name = "design"
urlpatterns = [path("design/", views.design, name="design")]
