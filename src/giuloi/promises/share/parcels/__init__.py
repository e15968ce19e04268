"""What a carrier needs of orders, for one that holds no key of ours: a one-time link, or a file for its age key."""
