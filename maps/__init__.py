"""Places and the ways between them: travel times, addresses, drawings."""
