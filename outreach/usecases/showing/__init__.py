"""What pages, maps, exports and commands show."""
