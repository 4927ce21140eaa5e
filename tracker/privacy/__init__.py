"""What is kept about a person: the list of tables, export, erasure."""
