"""Who may knock. Doors never open into one another."""
