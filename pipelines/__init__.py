"""What it means: pure functions from the bytes on the wire to articles, versions and relations."""
