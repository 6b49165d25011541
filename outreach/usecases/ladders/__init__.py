"""What follows a door that nobody opened, until somebody has seen the person."""
