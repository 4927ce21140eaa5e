"""What is true of the three skills: bodies and poses, the guided set, beats a minute."""
