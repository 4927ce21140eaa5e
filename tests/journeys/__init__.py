"""One story per persona, told in a real browser that reviews every page it opens."""
