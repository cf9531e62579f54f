from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "chibo.exchange"
    label = "exchange"
    verbose_name = "Nhập, xuất tệp"
