"""The one place where the parts are plugged together: web pages and the `outreach` command."""
