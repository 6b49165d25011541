"""Work outside the request: durable jobs, each carried out by a process of its own that can be ended at any moment."""
