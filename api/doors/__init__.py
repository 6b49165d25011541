"""The doors: who comes in, what they may open, and what is answered to everybody else."""
