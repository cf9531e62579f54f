"""Addresses of badges, under ``/huy-hieu/``."""

from django.urls import path

from chibo.badges import views

app_name = "badges"
urlpatterns = [
    path("", views.due_list, name="list"),
    path("de-nghi/", views.propose_many, name="propose_many"),
    path("so/", views.register, name="register"),
    path("quyet-dinh/", views.decide_many, name="decide_many"),
    path("trao/", views.award_many, name="award_many"),
    path("nguoi/<uuid:uid>/", views.of_person, name="person"),
    path("nguoi/<uuid:uid>/de-nghi/", views.propose, name="propose"),
    path("<uuid:uid>/", views.badge, name="badge"),
    path("<uuid:uid>/giao-lai/", views.give_back, name="give_back"),
    path("<uuid:uid>/bao-mat/", views.lose, name="lose"),
    path("<uuid:uid>/cap-lai/", views.reissue, name="reissue"),
    path("<uuid:uid>/thoi/", views.withdraw, name="withdraw"),
]
