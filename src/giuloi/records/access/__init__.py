"""Who may come in: sessions, one-time codes, passkeys, passwords, limits. Opaque ids only, nothing readable."""
