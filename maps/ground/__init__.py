"""What lies under a map, from files of the office alone: its own tiles, or the lines of the streets it knows."""
