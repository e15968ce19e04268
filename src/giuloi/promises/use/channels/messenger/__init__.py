"""Facebook Messenger, as the shop's page."""
