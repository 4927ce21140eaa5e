"""When each squad is on, and the running order of the day."""
