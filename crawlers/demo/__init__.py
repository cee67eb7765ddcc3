"""The demo: an invented agency's WordPress-like site, served on loopback, crawled for real, edited, crawled again."""
