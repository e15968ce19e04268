"""Giữ Lời: a shop publishes its privacy policy, and the software makes every sentence of it true.

Five floors, arrows only down: site, doors, promises, records, core.
"""
