"""Addresses of screening, help and leaving, under ``/sang-loc/``."""

from django.urls import path

from chibo.removal import views

app_name = "removal"
urlpatterns = [
    path("", views.round_list, name="list"),
    path("nhieu-chi-bo/", views.hold_many, name="hold_many"),
    path("chi-bo/<uuid:uid>/<int:year>/", views.hold, name="hold"),
    path("lan/<uuid:uid>/", views.round_one, name="round"),
    path("lan/<uuid:uid>/huy/", views.annul_round, name="annul_round"),
    path("giup-do/", views.help_list, name="helps"),
    path("giup-do/<uuid:uid>/", views.help_one, name="help"),
    path("giup-do/<uuid:uid>/ket-qua/", views.judge, name="judge"),
    path("giup-do/<uuid:uid>/huy/", views.annul_help, name="annul_help"),
    path("phieu-bao/<uuid:uid>/", views.notice, name="notice"),
    path("ra-dang/", views.leaving, name="leaving"),
    path("nguoi/<uuid:uid>/", views.of_person, name="person"),
    path("nguoi/<uuid:uid>/giup-do/", views.start, name="start"),
]
