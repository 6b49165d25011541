"""Correcting a week by hand: panels of a day and of a seat, judging, keeping, undoing, and what others change."""
