"""Pure optimisation: a frozen integer `Problem` in, a `Plan` out. Imports nothing else of this project."""
