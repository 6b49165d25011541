"""What leaves the application: paper, calendars, texts for a group, and the words of messages."""
