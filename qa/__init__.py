"""Answer, cite, check."""
