"""One's own duty of one day, as it is carried on a phone: what lies ahead, and that somebody cannot come."""
