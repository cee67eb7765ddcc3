-- Whether a heading or a dated line is the page's own or its site's, the host's other pages tell.
ALTER TABLE reading ADD COLUMN doubts TEXT;
