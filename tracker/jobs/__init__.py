"""What runs by the clock: the timetable, and the command that keeps to it."""
