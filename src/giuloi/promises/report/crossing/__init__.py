"""What leaves Viet Nam: to whom, since when, and the dossier that law wants within 60 days (Law 91/2025 art. 20)."""
