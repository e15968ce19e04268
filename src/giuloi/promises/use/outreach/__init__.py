"""Promotions, services and keeping in touch: written only to those who agreed, when and as often as was said."""
