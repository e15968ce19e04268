"""The site's settings, with the twins' addresses beside its own."""

from __future__ import annotations

from giuloi.site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.plain_urls"
