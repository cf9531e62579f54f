"""One settings file; what differs between machines comes from the environment."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("CHIBO_VAR", BASE_DIR / "var"))
KEY_FILE = Path(os.environ.get("CHIBO_KEY_FILE", VAR_DIR / "master.key"))
DEBUG = False
SECRET_KEY = os.environ.get("CHIBO_SECRET_KEY", "development-only-key-replaced-by-make-run-0123456789")
ALLOWED_HOSTS = os.environ.get("CHIBO_HOSTS", "127.0.0.1,localhost,testserver").split(",")
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "chibo.sqlite3"}}
