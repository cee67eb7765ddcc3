"""Proof that what is kept is what was captured: checks, seals, second copies."""
