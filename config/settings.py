"""One settings file; what differs between machines comes from the environment.

``CHIBO_VAR``             folder of everything a running installation writes (``var``)
``CHIBO_DATABASE``        ``sqlite`` (default) or ``postgres``
``CHIBO_POSTGRES_URL``    ``postgresql://user:password@host:5432/name``, or ``?host=/folder/of/the/socket``
``CHIBO_HOSTS``           names this server answers to, with commas
``CHIBO_HTTPS``           ``1`` behind a server that speaks HTTPS
``CHIBO_SECRET_KEY``      else the file ``var/secret.key``; ``CHIBO_KEY_FILE`` else ``var/master.key``
``CHIBO_DEBUG``           ``1`` while developing
"""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("CHIBO_VAR", BASE_DIR / "var"))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
DEBUG = os.environ.get("CHIBO_DEBUG") == "1"
HTTPS = os.environ.get("CHIBO_HTTPS") == "1"


# --- Keys -------------------------------------------------------------------------------------------------------------

KEY_FILE = Path(os.environ.get("CHIBO_KEY_FILE", VAR_DIR / "master.key"))
SECRET_KEY_FILE = VAR_DIR / "secret.key"


def _secret_key():
    """The key of this installation; without one, a key that lives as long as this process."""
    if key := os.environ.get("CHIBO_SECRET_KEY"):
        return key
    if SECRET_KEY_FILE.exists():
        return SECRET_KEY_FILE.read_text("ascii").strip()
    return secrets.token_urlsafe(50)


SECRET_KEY = _secret_key()

# --- The house, top to bottom -----------------------------------------------------------------------------------------

AREAS = [
    "site",
    "demo",
    "api",
    "inbox",
    "own",
    "quality",
    "claims",
    "reports",
    "catalogue",
    "admission",
    "transfers",
    "removal",
    "fees",
    "dossiers",
    "badges",
    "posts",
    "members",
    "procedures",
    "access",
    "org",
    "indicators",
    "exchange",
    "papers",
    "jobs",
    "files",
    "decisions",
    "rulebook",
    "accounts",
    "journal",
    "tables",
    "ui",
    "kernel",
]

INSTALLED_APPS = [
    *(f"chibo.{area}" for area in AREAS),
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chibo.site.middleware.ViewerMiddleware",
    "chibo.site.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chibo.site.context.frame",
            ]
        },
    }
]
FORM_RENDERER = "chibo.ui.forms.Renderer"

# --- Language: Vietnamese only, gettext for third parties -------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["config.formats"]

# --- Databases --------------------------------------------------------------------------------------------------------


def _sqlite():
    return {
        "ENGINE": "config.db.sqlite",
        "NAME": VAR_DIR / "chibo.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;"
                "PRAGMA journal_size_limit=67108864;"
                "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
            ),
        },
        "CONN_MAX_AGE": 600,
        "TEST": {"NAME": ":memory:"},
    }


def _postgres(url):
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "config.db.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Two runs at once on one server must not meet.
        "TEST": {"NAME": f"test_chibo_{os.getpid()}"},
    }


DATABASE = os.environ.get("CHIBO_DATABASE", "sqlite")
if DATABASE == "postgres":
    DATABASES = {"default": _postgres(os.environ["CHIBO_POSTGRES_URL"])}
elif DATABASE == "sqlite":
    DATABASES = {"default": _sqlite()}
else:
    raise ValueError(f"CHIBO_DATABASE must be sqlite or postgres, not {DATABASE!r}")

# Shared by all server processes: limits on signing in would not hold in a cache of one process.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}

# Long work waits here for `manage.py worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Signing in -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "chibo.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/300s/key"}

SESSION_COOKIE_AGE = 30 * 60  # idle
SESSION_ABSOLUTE_AGE = 10 * 60 * 60  # since signing in
SESSION_SAVE_EVERY_REQUEST = False  # the middleware puts the idle end off once a minute
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CHIBO_ORIGINS", "").split(",") if origin]

# --- Browser ----------------------------------------------------------------------------------------------------------

ALLOWED_HOSTS = os.environ.get("CHIBO_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

FILES_DIR = VAR_DIR / "files"

# --- Log: standard error, kept by whoever starts the server -----------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "chibo": {"level": "INFO"},
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
