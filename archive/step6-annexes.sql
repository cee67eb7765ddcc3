-- The texts of attached documents as they are now, for search; and which articles have theirs from a document.
CREATE TABLE annex (
    id INTEGER PRIMARY KEY,
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    capture TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (agency, url)
);

CREATE TABLE lent (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    article TEXT NOT NULL,
    PRIMARY KEY (agency, url, article)
) WITHOUT ROWID;
CREATE INDEX lent_article ON lent (agency, article);
CREATE INDEX attachment_url ON attachment (agency, url);

CREATE VIRTUAL TABLE annex_words USING fts5 (
    text, plain_text,
    content = '', tokenize = "unicode61 remove_diacritics 0"
);
