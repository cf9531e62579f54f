from django.urls import path

from chibo.inbox.views import week, work

app_name = "inbox"
urlpatterns = [
    path("", work.work, name="list"),
    path("tuan/", week.week, name="week"),
]
