"""Erasing people for good (VI.2): keys before rows, durable through crashes, with a certificate for the customer."""
