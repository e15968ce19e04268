"""/trust/log/…: the ledger's public files, for monitors and witnesses (c2sp.org/tlog-tiles; no entry bundles)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from giuloi.records.uses import public_log

_TEXT, _BYTES = "text/plain; charset=utf-8", "application/octet-stream"
_FOR_EVER = "public, max-age=31536000, immutable"  # what a signed tree stands on never changes
_FOR_NOW = "no-cache"  # the newest checkpoint is the newest now


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed head."""
    return _file(public_log.checkpoint(), _TEXT, _FOR_NOW)


@require_safe
def head(request: HttpRequest, size: int) -> HttpResponse:
    """A head that was given out with a bundle, by its size."""
    return _file(public_log.kept_head(size), _TEXT, _FOR_EVER)


@require_safe
def hash_tile(request: HttpRequest, tile: str) -> HttpResponse:
    """A hash tile, full or partial, that the published checkpoint covers."""
    return _file(public_log.hash_tile(tile), _BYTES, _FOR_EVER)


def _file(data: bytes | None, kind: str, cached: str) -> HttpResponse:
    if data is None:
        raise Http404
    # Anybody's page may fetch these: they are for comparing, and say nothing about anybody.
    headers = {
        "Cache-Control": cached,
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return HttpResponse(data, content_type=kind, headers=headers)
