"""I, II, IV.4, IV.6: information is used for these purposes only (care, contact, outreach)."""
