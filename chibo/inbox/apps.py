from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "chibo.inbox"
    label = "inbox"
    verbose_name = "Công việc của tôi"
