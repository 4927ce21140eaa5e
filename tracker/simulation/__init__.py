"""A synthetic season with planted truth, for demos, tests and benchmarks."""
