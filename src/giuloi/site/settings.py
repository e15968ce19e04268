"""Django's settings, all of them derived from the environment that `site/environment.py` reads.

No accounts, no sessions and no admin of Django's: sign-in is ours (records/access), for it holds opaque ids only.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from giuloi.site.environment import read
from giuloi.site.secret_key import kept_beside

_environment = read(os.environ, root=os.geteuid() == 0, home=Path.home())

DOORS = tuple(
    door
    for door in ("bridges", "portal", "console", "trust", "api", "demo")
    if find_spec(f"giuloi.doors.{door}") and (door != "demo" or _environment.demo)
)

GIULOI_DATA = _environment.data
GIULOI_ROOT_KEY = _environment.root_key
GIULOI_METRICS_TOKEN = _environment.metrics_token
GIULOI_DEMO = _environment.demo
GIULOI_ALIAS_DOMAIN = _environment.alias_domain
GIULOI_BACKUP_DIR = _environment.backup_dir
GIULOI_BACKUP_KEYS_DIR = _environment.backup_keys_dir
GIULOI_BACKUP_DAYS = _environment.backup_days
GIULOI_EPOCH_DAYS = _environment.epoch_days
MAIL_SERVER = _environment.smtp
GIULOI_MAIL_FROM = _environment.mail_from
SMS_PROVIDER = _environment.sms
ZALO_PROVIDER = _environment.zalo
MESSENGER_PROVIDER = _environment.messenger
MAIL_BOX = _environment.imap
GIULOI_MAIL_AUTHSERV = _environment.mail_authserv
GIULOI_ADDRESS_HEADER = _environment.address_header
GIULOI_SHOP_ORIGINS = _environment.shop_origins
GIULOI_PUBLIC_URL = _environment.public_url

DEBUG = False
SECRET_KEY = _environment.secret_key or kept_beside(_environment.root_key, _environment.secret_key_file)
ALLOWED_HOSTS = list(_environment.hosts)

INSTALLED_APPS = [
    "giuloi.records",
    "giuloi.promises.collect",
    "giuloi.promises.answer",
    "giuloi.promises.share",
    "giuloi.promises.use",
    "giuloi.promises.keep",
    "giuloi.promises.report",
    *(f"giuloi.doors.{door}" for door in DOORS),
    "giuloi.site.pages",
    "django_htmx",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "giuloi.site.address.of_visitor",
    "giuloi.site.traffic.seen",
    "giuloi.site.headers.plain",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "giuloi.site.headers.small_bodies",
    "giuloi.site.pages.language.spoken",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "giuloi.site.visitors.known",
    "giuloi.site.over_budget.Refused",
]
ROOT_URLCONF = "giuloi.site.urls"
WSGI_APPLICATION = "giuloi.site.wsgi.application"
APPEND_SLASH = (
    False  # a redirect would put the address, and whatever is in it, on one more line of somebody's log
)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["giuloi.site.pages.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "giuloi.site.pages.context.frame",
            ],
        },
    }
]
STATIC_URL = "/static/"
# Found once at the start, in the packages that own them: no `collectstatic`, nothing to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 600
# In a signed cookie that ends with the next page: messages are our own sentences, never anybody's data.
MESSAGE_STORAGE = "giuloi.site.pages.told.Told"

DATABASES = {"default": _environment.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = _environment.language
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"  # what people read; what is stored is UTC
USE_TZ = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 9 * 1024 * 1024  # of one request that brings files (site/headers.py)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # no upload lands in /tmp

SECURE_SSL_REDIRECT = _environment.https
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]  # asked on loopback, past the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _environment.https else 0
# Off unless asked for: other names under the shop's domain, and a list that browsers ship, are not ours to decide
# on, and cannot be taken back for a year. So Django's warnings that they are off are no faults of a deployment.
SECURE_HSTS_INCLUDE_SUBDOMAINS = _environment.https and _environment.hsts_subdomains
SECURE_HSTS_PRELOAD = _environment.https and _environment.hsts_preload
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_" + _environment.proxy_header.upper().replace("-", "_"), "https")
    if _environment.proxy_header
    else None
)
# Not "no-referrer": under that a browser sends `Origin: null` with our own forms, and each would be refused as
# forged. Nothing is told to another host by this one either.
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_NAME = "__Host-csrf" if _environment.https else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _environment.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "giuloi.site.errors.forbidden"

LOGGING_CONFIG = "giuloi.site.logs.configure"
LOGGING = {"level": "INFO"}
