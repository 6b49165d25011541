"""The JSON API. Routes call use cases and put the answers into JSON; nothing is decided here."""
