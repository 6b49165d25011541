"""How checked rows become records: found by their keys, made when new, changed only where they differ."""
