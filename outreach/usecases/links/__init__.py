"""Personal links: how somebody opens their own duty on a phone, without an account."""
