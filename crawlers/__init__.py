"""What moves: Scrapy, the frontier, politeness and the commands."""
