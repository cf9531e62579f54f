from django.urls import path

from chibo.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.entry_list, name="list"),
    path("<uuid:uid>/", views.entry, name="entry"),
]
