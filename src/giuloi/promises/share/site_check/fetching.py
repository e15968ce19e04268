"""One public page over HTTP, as a visitor gets it: nothing is sent but the request, and nobody else is asked.

The operator names the shop's own site. Only its host is ever asked: what lies elsewhere is read off the page, never
loaded, so that looking tells no advertiser anything.
"""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urljoin, urlsplit

from giuloi.core.bilingual import Words
from giuloi.core.terms import GiuloiError

PATIENCE = 10.0  # seconds for each step of a connection
LONGEST = 30.0  # seconds for one page, however slowly it drips
MOST = 2 * 1024 * 1024  # bytes of a page that are read
REDIRECTS = 5
_AT_ONCE = 64 * 1024


class NoPage(GiuloiError):
    """A page that could not be read; `words` says why."""

    def __init__(self, url: str, words: Words) -> None:
        super().__init__(f"{url}: {words.en}")
        self.url, self.words = url, words


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came. `url` is where it was at last; `cookies` are the names it set; `cut`: there was more."""

    url: str
    html: str
    cookies: tuple[str, ...]
    cut: bool


def fetch(url: str) -> Fetched | None:
    """The page at `url`; None where what is there is no HTML. Redirects are followed within the host alone.

    Raises NoPage for an address that is none, a server that is gone, slow or says no, and redirects without end.
    """
    home, cookies = host_of(url), []
    for _ in range(REDIRECTS + 1):
        status, headers, body, cut = _ask(url)
        cookies += [value.split("=", 1)[0].strip() for value in headers.get_all("Set-Cookie") or ()]
        if not 300 <= status < 400 or not headers.get("Location"):
            break
        url = urljoin(url, headers["Location"])
        if host_of(url) != home:
            raise NoPage(url, Words("trang chuyển sang máy chủ khác", "the page leads to another host"))
    else:
        raise NoPage(url, Words("chuyển hướng vòng quanh", "redirects without end"))
    if status >= 400:
        raise NoPage(url, Words(f"máy chủ trả lời {status}", f"the server answers {status}"))
    if "html" not in (headers.get_content_type() or ""):
        return None
    charset = headers.get_content_charset() or "utf-8"
    return Fetched(url, _text(body, charset), tuple(dict.fromkeys(cookies)), cut)


def host_of(url: str) -> str:
    """The host and port of an address. Raises NoPage where it is none that a browser would open."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or parts.scheme not in ("http", "https"):
        raise NoPage(url, Words("không phải địa chỉ http(s)", "is no http(s) address"))
    usual = 443 if parts.scheme == "https" else 80
    return host if port in (None, usual) else f"{host}:{port}"


def _ask(url: str) -> tuple[int, http.client.HTTPMessage, bytes, bool]:
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(parts.scheme, str(parts.hostname), parts.port)
    try:
        connection.request("GET", path, headers={"User-Agent": "giuloi check-site", "Accept": "text/html"})
        answer = connection.getresponse()
        body, cut = _body(answer, url)
        return answer.status, answer.msg, body, cut
    except TimeoutError:
        raise NoPage(url, Words("máy chủ không trả lời kịp", "the server did not answer in time")) from None
    except ssl.SSLError as error:
        said = error.reason or "TLS"
        raise NoPage(url, Words(f"chứng chỉ không hợp lệ: {said}", f"no valid certificate: {said}")) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        said = type(error).__name__
        raise NoPage(url, Words(f"không kết nối được ({said})", f"cannot be reached ({said})")) from None
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=PATIENCE)
    return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())


def _body(answer: http.client.HTTPResponse, url: str) -> tuple[bytes, bool]:
    begun, found = monotonic(), bytearray()
    while chunk := answer.read1(min(_AT_ONCE, MOST + 1 - len(found))):
        found += chunk
        if len(found) > MOST:
            return bytes(found[:MOST]), True
        if monotonic() - begun > LONGEST:
            raise TimeoutError
    return bytes(found), False


def _text(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset, errors="replace")
    except LookupError:  # a charset that nobody knows
        return body.decode("utf-8", errors="replace")
