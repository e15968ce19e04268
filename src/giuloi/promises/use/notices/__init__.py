"""Service notices (I.2, VI.6): by our own code, each because of an order, request, version or incident.

    tell(Notice.ORDER_CONFIRMED, subject, order, at, number="0123-…")

Once for each ground and person, in the language they chose, and never advertising.
"""

from giuloi.promises.use.notices.telling import Grounded, grounded, notices_about, tell
from giuloi.promises.use.notices.texts import Notice

__all__ = ["Grounded", "Notice", "grounded", "notices_about", "tell"]
