from django.urls import path, re_path

from chibo.rulebook import views

app_name = "rulebook"
KEY = r"(?P<key>[a-z0-9_.]{1,80})"
urlpatterns = [
    path("", views.rule_list, name="list"),
    re_path(rf"^{KEY}/$", views.rule, name="rule"),
    re_path(rf"^{KEY}/them/$", views.add, name="add"),
    re_path(rf"^{KEY}/(?P<number>[0-9]{{1,6}})/sua/$", views.correct, name="correct"),
]
