"""Providers of messages knock here: what became of one, and what somebody wrote back."""
