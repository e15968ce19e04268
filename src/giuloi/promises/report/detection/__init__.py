"""Noticing an attack: alarms become incident files within a minute (IV.7)."""
