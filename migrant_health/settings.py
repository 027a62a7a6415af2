"""One settings file; what differs between machines comes from the environment."""

import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from migrant_health import configuration, environment, log_lines

BASE_DIR = Path(__file__).resolve().parent.parent

# --- which kind of run -------------------------------------------------------------------------
DEBUG = environment.flag("DEBUG")
DEMONSTRATION = environment.flag("DEMONSTRATION")
# Half a configuration starts nothing, and all that is wrong with it is said at once.
if faults := configuration.faults_in(
    *environment.everything(configuration.NAMES),
    program=sys.argv[0],
    debug=DEBUG,
    demonstration=DEMONSTRATION,
):
    raise ImproperlyConfigured("\n".join(faults))
SECRET_KEY = environment.text("SECRET_KEY")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost")

# --- databases: the application is a plain role, only migrations own the tables -----------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": environment.postgres(environment.text("DATABASE_URL"))
}
if owner_url := environment.text("DATABASE_OWNER_URL", ""):
    DATABASES["owner"] = environment.postgres(owner_url) | {"TEST": {"MIRROR": "default"}}
    # A migration that waits for a slow reader makes everybody wait behind it: it gives way instead.
    DATABASES["owner"]["OPTIONS"]["options"] = "-c lock_timeout=1s"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- rooms ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "migrant_health.static_files.ServedFiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "lucide",
    "bootstrap",
    "audit",
    "accounts",
    "cases",
    "referrals",
    "reminders",
    "reports",
    "desk",
    "migrant_health",
]
MIDDLEWARE = [
    "migrant_health.middleware.loopback_only",
    "migrant_health.middleware.number_request",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.act_for_membership",
    "accounts.middleware.speak_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "migrant_health.middleware.never_store",
]
ROOT_URLCONF = "migrant_health.urls"
WSGI_APPLICATION = "migrant_health.wsgi.application"

# --- pages ------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "desk.context.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lucide.templatetags.lucide",
                "crispy_forms.templatetags.crispy_forms_tags",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
STATIC_URL = "static/"
STATIC_ROOT = environment.text("STATIC_ROOT", str(BASE_DIR / "var" / "static"))
# Only whoever opens the browser's tools reads a map; nobody waits for it.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "woff", "woff2", "gz", "br", "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or environment.flag("PLAIN_STATIC")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- languages --------------------------------------------------------------------------------
# A string missing in kk, ky, tg or uz falls back to Russian, not to English.
LANGUAGE_CODE = "ru"
LANGUAGES = [
    ("kk", "Қазақша"),
    ("ru", "Русский"),
    ("ky", "Кыргызча"),
    ("tg", "Тоҷикӣ"),
    ("uz", "Oʻzbekcha"),
    ("en", "English"),
]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("ru", "en")}
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["migrant_health.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

# --- who comes in -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "accounts.adapter.ClosedAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

# --- headers and cookies ----------------------------------------------------------------------
SECURE_PAGES = not (DEBUG or DEMONSTRATION)
# One proxy stands in front: limits on guessing count the address it saw, not the proxy's own.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PAGES else 0
SECURE_SSL_REDIRECT = SECURE_PAGES
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_PAGES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_PAGES
SECURE_HSTS_PRELOAD = SECURE_PAGES
# Not "no-referrer": browsers then send the origin "null" with forms, and the CSRF check refuses them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if SECURE_PAGES else "session"
SESSION_COOKIE_SECURE = SECURE_PAGES
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_PAGES else "csrf"
CSRF_COOKIE_SECURE = SECURE_PAGES
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap draws its ticks and arrows with data: images inside its own style sheet.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- queue and cache --------------------------------------------------------------------------
REDIS_URL = environment.text("REDIS_URL")
# Limits on guessing passwords live in the database: nobody is locked out because Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "unacked_restore_throttle": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE

# --- messages: no address, no messages; they wait until there is one -----------------------------
GATEWAY_URL = environment.text("GATEWAY_URL", "")
if SECURE_PAGES and GATEWAY_URL and not GATEWAY_URL.startswith("https://"):
    raise ImproperlyConfigured("GATEWAY_URL must begin with https://: phones and texts go there.")
GATEWAY_LOGIN = environment.text("GATEWAY_LOGIN", "")
GATEWAY_PASSWORD = environment.text("GATEWAY_PASSWORD", "")
# Part of the address the gateway sends receipts to; without it nobody can send any.
GATEWAY_HOOK_SECRET = environment.text("GATEWAY_HOOK_SECRET", "")
# Seconds. A claim outlives the longest answer, so whoever finds it lapsed knows nobody is sending.
GATEWAY_TIMEOUT = 8
REMINDER_LEASE = 15

# --- audit: the newest seal leaves the machine, else nobody notices when the newest rows are cut off --
AUDIT_HEADS_PATH = environment.text("AUDIT_HEADS_PATH", "")
AUDIT_HEADS_MAIL = environment.words("AUDIT_HEADS_MAIL")

# --- logs: what happened, never about whom ----------------------------------------------------
# Touched by worker and beat while they work; a file that grows old tells of one that does not.
HEARTBEAT = environment.text("HEARTBEAT", "")
LOGGING = log_lines.configuration(one_line=SECURE_PAGES)
