"""Zalo: an official account (OA) and its notices (ZNS)."""
