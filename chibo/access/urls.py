from django.urls import path

from chibo.access import views

app_name = "access"
urlpatterns = [
    path("", views.grant_list, name="list"),
    path("vai-tro/", views.role_table, name="roles"),
    path("giao/", views.give, name="give"),
    path("don-vi/<uuid:uid>/", views.unit_grants, name="unit"),
    path("<uuid:uid>/ket-thuc/", views.end, name="end"),
]
