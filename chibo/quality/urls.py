"""Addresses of the desk, under ``/chat-luong/``."""

from django.urls import path

from chibo.quality.views import desk, numbers, rows, waivers, work

app_name = "quality"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("bang/", desk.matrix, name="matrix"),
    path("viec/", work.assigned, name="assigned"),
    path("viec-cua-toi/", work.mine, name="mine"),
    path("viec/<uuid:uid>/rut/", work.withdraw, name="withdraw"),
    path("doi-chieu-so/", numbers.read_numbers, name="read_numbers"),
    path("xac-nhan/<uuid:uid>/bo/", waivers.take_back, name="take_back"),
    path("muc/<slug:code>/", rows.rows, name="rows"),
    path("muc/<slug:code>/giao/", work.assign, name="assign"),
    path("muc/<slug:code>/da-xac-nhan/", waivers.waivers, name="waivers"),
    path("muc/<slug:code>/xac-nhan/<uuid:uid>/", waivers.waive, name="waive"),
]
