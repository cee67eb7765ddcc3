"""Where an agency's articles are: what its documents say of it, and which URLs belong to it."""
