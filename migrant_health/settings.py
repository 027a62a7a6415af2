"""One settings file; what differs between machines comes from the environment."""

import sys
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from accounts import key_lines
from migrant_health import configuration, environment, installed, log_lines

BASE_DIR = Path(__file__).resolve().parent.parent

# --- which kind of run -------------------------------------------------------------------------
DEBUG = environment.flag("DEBUG")
DEMONSTRATION = environment.flag("DEMONSTRATION")
# Half a configuration starts nothing, and all that is wrong with it is said at once.
if faults := configuration.faults_in(
    *environment.everything(configuration.NAMES),
    program=sys.argv[0],
    arguments=sys.argv[1:],
    debug=DEBUG,
    demonstration=DEMONSTRATION,
):
    raise ImproperlyConfigured("\n".join(faults))
SECRET_KEY = environment.text("SECRET_KEY")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost")

# --- keys of what nobody reads in the database: with the application, never beside the data --------
FIELD_KEYS = environment.text("FIELD_KEYS", "")
BLIND_INDEX_KEY = environment.text("BLIND_INDEX_KEY", "")
if DEBUG or DEMONSTRATION:
    FIELD_KEYS = FIELD_KEYS or key_lines.derived(SECRET_KEY, "sealing")
    BLIND_INDEX_KEY = BLIND_INDEX_KEY or key_lines.derived(SECRET_KEY, "finding")

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
INSTALLED_APPS = installed.APPS
MIDDLEWARE = installed.MIDDLEWARE
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
ACCOUNT_FORMS = {"reset_password": "accounts.reset.AskedForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
# The public passwords of the demonstration are no secret a second step could guard.
SECOND_FACTOR_REQUIRED = not DEMONSTRATION
MFA_ADAPTER = "accounts.factors_adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Migrant Health"
# Browsers keep passkeys to TLS and to this machine; only there may the address be without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMONSTRATION
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Counted in the database, by the clock: none of them locks anybody out for good. "key" is an account
# and the address it is tried from (accounts/adapter.py); at the second step, the account alone.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/h/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "20/m/ip"}
# The link to a new password: once, within an hour.
PASSWORD_RESET_TIMEOUT = 60 * 60
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "accounts.passwords.NotOneselfValidator"},
    {"NAME": "accounts.passwords.NotBreachedValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

# Passwords known from breaches, tens of GB: SHA-1 in order, one a line (docs/operations.md).
BREACHED_PASSWORDS_FILE = environment.text("BREACHED_PASSWORDS_FILE", "")
if BREACHED_PASSWORDS_FILE and not Path(BREACHED_PASSWORDS_FILE).is_file():
    raise ImproperlyConfigured("BREACHED_PASSWORDS_FILE names no file that is there.")

# --- letters about one's own login ----------------------------------------------------------------
EMAIL_HOST = environment.text("EMAIL_HOST", "")
EMAIL_PORT = int(environment.text("EMAIL_PORT", "") or 587)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "") or "migrant-health@localhost"
# Without a server letters lie in files on this machine, never in a log: they hold links.
EMAIL_FILE_PATH = str(BASE_DIR / "var" / "letters")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif DEBUG or DEMONSTRATION:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

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
# The longest of accounts/session_limits.py, which ends sessions earlier.
SESSION_COOKIE_AGE = 12 * 60 * 60
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
        "object-src": [NONE],
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

# --- uploads: kept in memory until they are encrypted, never on disk --------------------------------
UPLOAD_LIMIT = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["migrant_health.upload_handler.KeepInMemory"]
# Where ClamAV listens, host:port or a socket's path; none: documents say that nobody looked.
CLAMD_ADDRESS = environment.text("CLAMD_ADDRESS", "")

# --- audit: the newest seal leaves the machine, else nobody notices when the newest rows are cut off --
AUDIT_HEADS_PATH = environment.text("AUDIT_HEADS_PATH", "")
AUDIT_HEADS_MAIL = environment.words("AUDIT_HEADS_MAIL")

# --- logs: what happened, never about whom ----------------------------------------------------
# Touched by worker and beat while they work; a file that grows old tells of one that does not.
HEARTBEAT = environment.text("HEARTBEAT", "")
LOGGING = log_lines.configuration(one_line=SECURE_PAGES)
