"""One verb a file: what a coordinator can do, whether from a page or from a terminal."""
