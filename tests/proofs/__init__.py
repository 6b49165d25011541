"""Proofs of rightness in their long form: commands of their own, run by `make proofs`; the suite runs a short form."""
