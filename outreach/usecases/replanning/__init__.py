"""What has happened since a roster was made, what a replan of it would change, and keeping one of the tries."""
