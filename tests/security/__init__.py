"""The doors: who comes in, what opens, what every answer says."""
