"""Who may come in: signing in and out, accounts, and what is open in which browser."""
