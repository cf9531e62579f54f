"""Addresses of members, under ``/dang-vien/``."""

from django.urls import path

from chibo.members import views

app_name = "members"
urlpatterns = [
    path("", views.members, name="list"),
    path("tong-so/", views.summary, name="summary"),
    path("bang-33-cot/", views.sheet, name="sheet"),
    path("chuyen-sinh-hoat/", views.transfers, name="transfers"),
    path("them/", views.start, name="start"),
    path("them/<slug:deed>/", views.add, name="add"),
    path("<uuid:uid>/", views.overview, name="person"),
    path("<uuid:uid>/qua-trinh/", views.history, name="history"),
    path("<uuid:uid>/ly-lich/", views.attributes, name="attributes"),
    path("<uuid:uid>/nhat-ky/", views.journal_of, name="journal"),
    path("<uuid:uid>/so-dinh-danh/", views.numbers, name="numbers"),
    path("<uuid:uid>/gop/", views.merge_find, name="merge_find"),
    path("<uuid:uid>/gop/<uuid:other>/", views.merge, name="merge"),
    path("<uuid:uid>/gop/<uuid:merge>/tach/", views.part, name="part"),
    path("<uuid:uid>/ghi/<slug:deed>/", views.deed, name="deed"),
    path("<uuid:uid>/ghi/<slug:deed>/su-kien/<uuid:event>/", views.deed, name="event_deed"),
    path("<uuid:uid>/ghi/<slug:deed>/thong-tin/<slug:attribute>/", views.deed, name="attribute_deed"),
    path("<uuid:uid>/ghi/<slug:deed>/thong-tin/<slug:attribute>/<str:since>/", views.deed, name="value_deed"),
]
