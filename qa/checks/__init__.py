"""Checks: every relation between a disclosure's figures that a rule knows, with a verdict."""
