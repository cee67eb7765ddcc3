"""The HTTP client: a request goes in, the exchange as it stood on the wire comes out."""
