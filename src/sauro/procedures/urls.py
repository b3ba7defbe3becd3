"""Addresses of the room."""

from django.urls import path

from sauro.procedures import case_views, editor_views, file_views, measuring_views, subject_views, views

app_name = "procedures"
urlpatterns = [
    path("quy-trinh/", views.procedure_list, name="list"),
    path("quy-trinh/thu-vien/", views.library, name="library"),
    path("quy-trinh/ve/<slug:kind>/<uuid:uid>/", subject_views.about, name="about"),
    path("quy-trinh/ban/<uuid:uid>/", views.version, name="version"),
    path("quy-trinh/ban/<uuid:uid>/sua/", editor_views.edit, name="edit"),
    path("quy-trinh/ban/<uuid:uid>/ban-hanh/", views.issue, name="issue"),
    path("quy-trinh/ban/<uuid:uid>/bai-bo/", views.withdraw, name="withdraw"),
    path("quy-trinh/ban/<uuid:uid>/du-thao/", views.new_draft, name="new_draft"),
    path("quy-trinh/ban/<uuid:uid>/bo/", views.discard, name="discard"),
    path("quy-trinh/ban/<uuid:uid>/tep/", views.export, name="export"),
    path("quy-trinh/ho-so/", case_views.case_list, name="cases"),
    path("quy-trinh/ho-so/<uuid:uid>/", case_views.case, name="case"),
    path("quy-trinh/ho-so/<uuid:uid>/phieu/", case_views.trail, name="trail"),
    path("quy-trinh/ho-so/<uuid:uid>/buoc/<uuid:run_uid>/", case_views.do, name="do"),
    path("quy-trinh/ho-so/<uuid:uid>/tep/<uuid:file>/", file_views.step_file, name="file"),
    path("quy-trinh/ho-so/<uuid:uid>/<slug:act>/", case_views.side_act, name="act"),
    path("quy-trinh/<uuid:uid>/bat-dau/", case_views.start, name="start"),
    path("quy-trinh/<uuid:uid>/do-luong/", measuring_views.measures, name="measures"),
]
