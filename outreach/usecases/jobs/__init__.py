"""Work outside a request: asked for, looked at, ended; and the messages that go out."""
