"""Settings: few, from the environment, typed, failing loudly.

SAURO_DATA      folder of the database (SQLite) and the files; default: `var` in the folder where the server starts
DATABASE_URL    postgres://… for many machines; default: SQLite in SAURO_DATA
SAURO_HOSTS     names under which the site is reached, comma-separated; default: loopback only
SAURO_HTTPS     1 where it is reached by https (secure cookies, HSTS)
SAURO_DEBUG     1 for development
SAURO_VIRUS_COMMAND  program and arguments that look at a file (its path is added), answering as clamscan does; default: none
SAURO_JOURNAL_KEY    file of the key that signs the heads of the journal; default: journal.key in SAURO_DATA
SAURO_LOOKUP_DAYS    days for which it is kept who opened what; default: 365
SAURO_ADDRESS        whole address of the site for links in messages: https://sauro.example; default: the first of SAURO_HOSTS
SAURO_MAIL_HOST      server that takes e-mail; default: none, then nothing is sent by e-mail
SAURO_MAIL_PORT      its port; default: 587
SAURO_MAIL_USER, SAURO_MAIL_PASSWORD_FILE  login at the server, and the file that holds the password; default: none
SAURO_MAIL_SECURITY  starttls (default), tls or none
SAURO_MAIL_FROM      sender of the messages; default: sauro@ and the host of SAURO_ADDRESS
SAURO_PRIVATE_TARGETS  1 where chat may go to a server inside the network
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured


def _flag(name: str) -> bool:
    value = os.environ.get(name, "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} is 0 or 1, not {value!r}")
    return value == "1"


def _secret(path: Path) -> str:
    """The key of this installation, made at its first start and kept beside its data, readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was faster: its key counts, and stands there whole
            os.link(part, path)
        part.unlink()
    return path.read_text().strip()


PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SAURO_DATA", "var")).resolve()
DEBUG = _flag("SAURO_DEBUG")
HTTPS = _flag("SAURO_HTTPS")
SECRET_KEY = _secret(DATA / "secret.key")
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [host for host in os.environ.get("SAURO_HOSTS", "").split(",") if host] or LOOPBACK

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "sauro.identity",
    "sauro.journal",
    "sauro.files",
    "sauro.notices",
    "sauro.organisation",
    "sauro.procedures",
    "sauro.documents",
    "sauro.tasks",
    "sauro.intake",
    "sauro.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sauro.site.statics.VersionedFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "sauro.identity.middleware.LanguageMiddleware",
    "sauro.identity.middleware.DoorMiddleware",
    "sauro.identity.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "sauro.journal.lookups.LookupMiddleware",
]
ROOT_URLCONF = "sauro.site.urls"
WSGI_APPLICATION = "sauro.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sauro.site.context.shell",
            ]
        },
    }
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{DATA / 'sauro.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "identity:login"
LOGIN_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = (
    True  # who logged in from where is nobody's to read; `identity.actions.sweep` does the rest
)
AXES_LOCKOUT_CALLABLE = "sauro.identity.views.locked_out"
# A try while the door is shut does not shut it for longer: the page says how long, and that holds.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]  # each in its own words
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FIRST_DAY_OF_WEEK = 1
FORMAT_MODULE_PATH = ["sauro.site.formats"]

STATIC_URL = "static/"
# Static files are served from the packages that hold them: nothing is built and nothing copied at a start.
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "sauro.site.fonts.FontFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sauro.site.statics.VersionedStorage"},
}

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
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0

FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    10_000  # 'assign the rest' names each task of a plan, which may hold thousands
)
FILE_UPLOAD_HANDLERS = ["sauro.files.receiving.BoundedUploadHandler"]
MAX_UPLOAD_BYTES = 200_000_000  # as much as the reader takes
VIRUS_COMMAND = os.environ.get("SAURO_VIRUS_COMMAND", "")

SITE_ADDRESS = os.environ.get("SAURO_ADDRESS") or f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}"
_MAIL_SECURITY = os.environ.get("SAURO_MAIL_SECURITY", "starttls")
if _MAIL_SECURITY not in {"starttls", "tls", "none"}:
    raise ImproperlyConfigured(f"SAURO_MAIL_SECURITY is starttls, tls or none, not {_MAIL_SECURITY!r}")
_MAIL_PORT = os.environ.get("SAURO_MAIL_PORT", "587")
if not _MAIL_PORT.isdecimal():
    raise ImproperlyConfigured(f"SAURO_MAIL_PORT is a number, not {_MAIL_PORT!r}")
_MAIL_PASSWORD = os.environ.get("SAURO_MAIL_PASSWORD_FILE", "")
EMAIL_HOST = os.environ.get("SAURO_MAIL_HOST", "")
EMAIL_PORT = int(_MAIL_PORT)
EMAIL_HOST_USER = os.environ.get("SAURO_MAIL_USER", "")
EMAIL_HOST_PASSWORD = Path(_MAIL_PASSWORD).read_text().strip() if _MAIL_PASSWORD else ""
EMAIL_USE_TLS = _MAIL_SECURITY == "starttls"
EMAIL_USE_SSL = _MAIL_SECURITY == "tls"
DEFAULT_FROM_EMAIL = os.environ.get("SAURO_MAIL_FROM") or f"sauro@{urlsplit(SITE_ADDRESS).hostname}"
PRIVATE_TARGETS = _flag("SAURO_PRIVATE_TARGETS")
LOOKUP_DAYS = int(os.environ.get("SAURO_LOOKUP_DAYS") or 365)
JOURNAL_KEY = Path(os.environ.get("SAURO_JOURNAL_KEY") or DATA / "journal.key")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What these say of a message that was not taken may name its address, which holds a secret.
    "loggers": {name: {"level": "CRITICAL"} for name in ("apprise", "urllib3")},
}
