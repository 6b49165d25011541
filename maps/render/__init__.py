"""Route maps that may be shown: no request to another host, no text from the records run as markup or script."""
