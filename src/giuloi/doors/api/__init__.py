"""The door for machines: an HTTP API by key, described in /api/v1/openapi.json."""
