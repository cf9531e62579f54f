from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "chibo.badges"
    label = "badges"
    verbose_name = "Huy hiệu Đảng"
