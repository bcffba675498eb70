"""The text against the tables: the same item, fund, use, year and basis."""
