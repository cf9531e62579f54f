"""The front door."""

from django.urls import path

from chibo.site.views import doors, home, search

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path("tim-kiem/", search.search, name="search"),
    path("doi-noi-lam-viec/", home.switch, name="switch"),
    path("healthz", doors.healthz, name="healthz"),
    path("robots.txt", doors.robots, name="robots"),
]
