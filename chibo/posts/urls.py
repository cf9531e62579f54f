"""Addresses of posts, under ``/chuc-danh/``."""

from django.urls import path

from chibo.posts import views

app_name = "posts"
urlpatterns = [
    path("", views.holders, name="list"),
    path("ghi/", views.choose, name="choose"),
    path("nguoi/<uuid:uid>/", views.of_person, name="person"),
    path("nguoi/<uuid:uid>/nhan/", views.take, name="take"),
    path("<uuid:uid>/", views.holding, name="holding"),
    path("<uuid:uid>/thoi-giu/", views.leave, name="leave"),
    path("<uuid:uid>/sua-sai/", views.correct, name="correct"),
    path("<uuid:uid>/huy/", views.annul, name="annul"),
]
