"""What is true of standings: points, marks, bands, switches, and what nobody may be asked."""
