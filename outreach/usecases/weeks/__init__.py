"""The verbs of a week: plan, decide, replan, publish, answer."""
