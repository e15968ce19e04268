"""The demo's own door: who is who, an inbox that anybody may read, things to try. Never on a real shop's server."""
