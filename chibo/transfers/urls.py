"""Addresses of transfers and members away, under ``/chuyen-sinh-hoat/``."""

from django.urls import path

from chibo.transfers import views

app_name = "transfers"
urlpatterns = [
    path("", views.moves, name="list"),
    path("giay-gioi-thieu/", views.letters, name="letters"),
    path("giay-gioi-thieu/<uuid:uid>/", views.letter, name="letter"),
    path("tam-thoi/", views.guests, name="guests"),
    path("di-xa/", views.away_list, name="away"),
    path("di-xa/<uuid:uid>/", views.away_one, name="away_one"),
    path("di-xa/<uuid:uid>/lien-lac/", views.contact, name="contact"),
    path("di-xa/<uuid:uid>/ve/", views.back, name="back"),
    path("di-xa/<uuid:uid>/sua-sai/", views.correct, name="correct"),
    path("di-xa/<uuid:uid>/huy/", views.annul, name="annul"),
    path("lien-lac/<uuid:uid>/huy/", views.annul_contact, name="annul_contact"),
    path("ngoai-nuoc/", views.abroad_list, name="abroad"),
    path("ngoai-nuoc/<uuid:uid>/", views.abroad_one, name="abroad_one"),
    path("ngoai-nuoc/<uuid:uid>/ve-nuoc/", views.abroad_back, name="abroad_back"),
    path("sau-sap-xep/", views.reorganizations, name="reorganizations"),
    path("sau-sap-xep/<uuid:uid>/", views.moved, name="moved"),
    path("sau-sap-xep/<uuid:uid>/tiep-nhan/", views.receive, name="receive"),
    path("nguoi/<uuid:uid>/", views.of_person, name="person"),
    path("nguoi/<uuid:uid>/di-xa/", views.go_away, name="go_away"),
]
