"""The durable frontier: which URLs are known, which may be asked for now, and when they come back."""
