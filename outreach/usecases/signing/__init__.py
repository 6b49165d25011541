"""What the use cases of signing in share: passwords, counted attempts, and what is refused at the door."""
