"""A wish to be called by the district's health educator, and the educator's list of them."""
