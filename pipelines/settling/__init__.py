"""What only several captures together can tell: articles, versions, states, relations."""
