"""Travel on the streets of an extract of a street map (`.osm.pbf`)."""
