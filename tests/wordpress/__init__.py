"""A real WordPress for the slow tests: Debian's packages, a database of its own, PHP's server on loopback."""
