"""Districts, units, teams, dated membership and leave, join codes, rosters."""
