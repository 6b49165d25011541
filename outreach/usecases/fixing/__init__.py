"""What would serve what a roster leaves out: looked for, shown while it holds, and applied."""
