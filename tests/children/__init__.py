"""Child processes of jobs that misbehave, each in one way."""
