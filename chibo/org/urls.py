"""Addresses of organizations, under /to-chuc/."""

from django.urls import path

from chibo.org.views import below, changes, events, projects, reorganize, terms, tree, unit

app_name = "org"
urlpatterns = [
    path("", tree.tree, name="tree"),
    path("<uuid:uid>/", unit.unit, name="unit"),
    path("<uuid:uid>/truc-thuoc/", below.below, name="below"),
    path("<uuid:uid>/sap-xep/", reorganize.choose, name="reorganize_choose"),
    path("<uuid:uid>/sap-xep/<slug:kind>/", reorganize.reorganize, name="reorganize"),
    path("<uuid:uid>/sua-sai/<int:number>/", changes.correct, name="correct"),
    path("<uuid:uid>/dai-hoi/them/", terms.add, name="term_add"),
    path("<uuid:uid>/dai-hoi/<uuid:term>/", terms.correct, name="term_correct"),
    path("<uuid:uid>/co-quan/them/", projects.add_office, name="office_add"),
    path("<uuid:uid>/de-an/", projects.projects, name="projects"),
    path("<uuid:uid>/de-an/them/", projects.add, name="project_add"),
    path("<uuid:uid>/de-an/<uuid:project>/", projects.status, name="project_status"),
    path("su-kien/<uuid:uid>/", events.event, name="event"),
    path("su-kien/<uuid:uid>/hoan-tac/", events.undo, name="undo"),
]
