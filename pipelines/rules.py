"""Which rules of reading this program has. Alone, so that who only asks need not load what reads."""

RULES = "2026.11.4"
"""Version of the rules of reading; it changes whenever the same bytes could read differently."""
