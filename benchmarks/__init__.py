"""Measuring the solver on published problems and on weeks of our own. `README.md` tells where the data comes from."""
