from django.urls import path

from chibo.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<uuid:uid>/", views.job, name="job"),
    path("<uuid:uid>/dung/", views.cancel, name="cancel"),
    path("<uuid:uid>/lam-tiep/", views.resume, name="resume"),
]
