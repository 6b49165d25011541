"""What leaves the office as a file: the visit log and the roster, as ODS first and CSV second."""
