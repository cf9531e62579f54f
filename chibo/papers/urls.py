"""Addresses of papers, under ``/van-ban/``."""

from django.urls import path

from chibo.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.form_list, name="list"),
    path("<str:code>/", views.paper, name="paper"),
    path("<str:code>/tep/", views.paper_file, name="file"),
    path("<str:code>/nhieu/", views.many, name="many"),
]
