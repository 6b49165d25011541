"""Published solvers, one module each: an instance in, a plan in the set's own form out."""
