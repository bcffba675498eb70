"""Faults of form and personal data."""
