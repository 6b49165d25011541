"""Changes by hand: a plan in which one seat is given, taken or moved as somebody asks, whatever that breaks."""
