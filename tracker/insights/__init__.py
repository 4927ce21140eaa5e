"""Group figures: roll-ups, releases and suppression, and the pages that show them."""
