"""Addresses of the room."""

from django.urls import path

from sauro.intake import document_views, review_views, upload_views

app_name = "intake"
urlpatterns = [
    path("doc-van-ban/", upload_views.upload, name="upload"),
    path("doc-van-ban/<uuid:uid>/", upload_views.state, name="upload_state"),
    path("doc-van-ban/<uuid:uid>/tep/", upload_views.scan_file, name="scan_file"),
    path("doc-van-ban/<uuid:uid>/tra-loi/", upload_views.answer_scan, name="answer_scan"),
    path("doc-van-ban/<uuid:uid>/bo/", upload_views.dismiss, name="dismiss_upload"),
    path("duyet/", review_views.listing, name="list"),
    path("duyet/<uuid:uid>/", review_views.review, name="review"),
    path("duyet/<uuid:uid>/thong-tin/", document_views.facts, name="facts"),
    path("duyet/<uuid:uid>/doc-lai/", document_views.again, name="again"),
    path("duyet/<uuid:uid>/giao/", review_views.assign_all, name="assign_all"),
    path("duyet/<uuid:uid>/nhieu/", review_views.bulk, name="bulk"),
    path("duyet/<uuid:uid>/them/", review_views.add, name="add"),
    path("duyet/<uuid:uid>/ghi/", review_views.write, name="write"),
    path("duyet/<uuid:uid>/hoan-tac/", review_views.undo, name="undo"),
    path("duyet/<uuid:uid>/viec/<uuid:item>/", review_views.item, name="item"),
    path("duyet/<uuid:uid>/trang/<int:number>.png", review_views.page_image, name="page_image"),
]
