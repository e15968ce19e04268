"""A shop of goods and no people: catalogue, stock, baskets, vouchers, order status. SHOP_… variables set it up.

What Oscar could keep of people (accounts, addresses, wish lists, reviews, searches) has no address here, and a test
holds its tables empty.
"""

from __future__ import annotations

import os
from pathlib import Path

from oscar.defaults import *  # noqa: F403  Oscar's own way of being configured

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("SHOP_DATA") or HERE.parent / "data")
PRIVACY_URL = os.environ.get("SHOP_PRIVACY_URL", "http://localhost:8100").rstrip("/")
PRIVACY_KEY_FILE = os.environ.get("SHOP_PRIVACY_KEY_FILE", "")
# What `giuloi webhook add https://…/giuloi/told --event subject.erased` printed, in a file.
WEBHOOK_SECRET_FILE = os.environ.get("SHOP_WEBHOOK_SECRET_FILE", "")
OWN_URL = os.environ.get("SHOP_URL", "http://localhost:8200").rstrip("/")

DEBUG = False
ALLOWED_HOSTS = os.environ.get("SHOP_HOSTS", "localhost,127.0.0.1,testserver").split(",")


def _secret() -> str:
    """Kept beside the database, readable by its owner alone."""
    file = DATA / "secret"
    if not file.is_file():
        DATA.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as new:
            new.write(os.urandom(32).hex().encode())
    return file.read_text("ascii")


SECRET_KEY = _secret()
HTTPS = OWN_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Lax: the way back from the checkout is a link from another site, and the basket must be there.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    "shop_session",
    "shop_csrf",
)  # another port of localhost shares its cookies
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

INSTALLED_APPS = [
    "storefront",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.flatpages",  # a step of Oscar's own migrations asks for it
    "oscar.apps.analytics.apps.AnalyticsConfig",
    "oscar.apps.checkout.apps.CheckoutConfig",
    "oscar.apps.address.apps.AddressConfig",
    "oscar.apps.shipping.apps.ShippingConfig",
    "oscar.apps.catalogue.apps.CatalogueConfig",
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    "oscar.apps.communication.apps.CommunicationConfig",
    "oscar.apps.partner.apps.PartnerConfig",
    "oscar.apps.basket.apps.BasketConfig",
    "oscar.apps.payment.apps.PaymentConfig",
    "oscar.apps.offer.apps.OfferConfig",
    "oscar.apps.order.apps.OrderConfig",
    "oscar.apps.customer.apps.CustomerConfig",
    "oscar.apps.search.apps.SearchConfig",
    "oscar.apps.voucher.apps.VoucherConfig",
    "oscar.apps.wishlists.apps.WishlistsConfig",
    "haystack",
    "treebeard",
    "easy_thumbnails",
    "django_tables2",
]
MIDDLEWARE = [
    "storefront.headers.strict",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "storefront.language.spoken",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",  # nobody ever signs in; Oscar asks for `request.user`
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
]
X_FRAME_OPTIONS = "DENY"
ROOT_URLCONF = "storefront.urls"
WSGI_APPLICATION = "storefront.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["storefront.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "storefront.frame.frame",
            ],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "shop.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
STATICFILES_DIRS = [("goods", HERE.parent / "goods" / "pictures")]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
LANGUAGE_CODE, LANGUAGES = "vi", [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE, USE_TZ = "Asia/Ho_Chi_Minh", True
SITE_ID = 1
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}

OSCAR_SHOP_NAME = "Tiệm Bánh Phố Cổ"
OSCAR_DEFAULT_CURRENCY = "VND"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_ANON_REVIEWS = False
OSCAR_BASKET_COOKIE_OPEN = "shop_basket"
OSCAR_BASKET_COOKIE_SECURE = HTTPS
OSCAR_THUMBNAILER = "oscar.core.thumbnails.EasyThumbnails"
OSCAR_INITIAL_ORDER_STATUS = "placed"
OSCAR_ORDER_STATUS_PIPELINE = {
    "placed": ("packed", "cancelled"),
    "packed": ("sent", "cancelled"),
    "sent": ("delivered",),
    "delivered": (),
    "cancelled": (),
}
OSCAR_SLUG_ALLOW_UNICODE = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"out": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["out"], "level": "WARNING"},
}
