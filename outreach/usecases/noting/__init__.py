"""What is noted in the field, and the visit log that it becomes."""
