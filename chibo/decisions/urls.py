from django.urls import path

from chibo.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.decision_list, name="list"),
    path("<uuid:uid>/", views.decision, name="decision"),
]
