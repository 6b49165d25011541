"""Views that belong on a map: a day of all duties, what is unserved. Each is a list that can be drawn."""
