"""Records become a problem, a plan becomes a roster. The only room that knows both sides."""
