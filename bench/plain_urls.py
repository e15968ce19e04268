"""Every address of the site, and the plain twin's."""

from __future__ import annotations

from bench.plain import urlpatterns_of

urlpatterns = urlpatterns_of()
