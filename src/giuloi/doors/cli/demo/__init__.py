"""`giuloi demo`: the promises kept before your eyes, on invented people and a real server."""

from giuloi.doors.cli.demo.command import app

__all__ = ["app"]
