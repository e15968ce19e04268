"""The WSGI application, one in each worker of the server."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from giuloi.doors.cli.lifeline import end_with_parent
from giuloi.doors.clock.sweep import send_from_here

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "giuloi.site.settings")
end_with_parent()
application = get_wsgi_application()
if settings.GIULOI_DEMO:
    send_from_here()
