"""What a disclosure says, and where on the page it says it."""
