"""Vietnamese dates: a grammar first, dateparser for what it declines."""
