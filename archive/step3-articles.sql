CREATE TABLE article (
    docid INTEGER PRIMARY KEY,
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    published TEXT,
    published_precision TEXT,
    published_evidence TEXT,
    modified TEXT,
    author TEXT,
    credited_source TEXT,
    section TEXT,
    lang TEXT,
    state TEXT NOT NULL,
    state_detail TEXT,
    first_captured TEXT NOT NULL,
    last_captured TEXT NOT NULL,
    newest INTEGER NOT NULL,
    latest TEXT NOT NULL,
    content_digest TEXT,
    UNIQUE (agency, url)
);
CREATE INDEX article_url ON article (url);
CREATE INDEX article_published ON article (published);
CREATE INDEX article_content ON article (content_digest) WHERE content_digest IS NOT NULL;

CREATE TABLE version (
    position INTEGER NOT NULL,
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    captured TEXT NOT NULL,
    capture TEXT NOT NULL,
    source TEXT NOT NULL,
    title TEXT,
    text TEXT NOT NULL,
    text_digest TEXT NOT NULL,
    extractor TEXT NOT NULL,
    PRIMARY KEY (agency, url, position)
);

CREATE TABLE standing (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    face TEXT NOT NULL,
    article TEXT,
    host TEXT,
    sample TEXT,
    latest TEXT,
    PRIMARY KEY (agency, url)
) WITHOUT ROWID;
CREATE INDEX standing_article ON standing (agency, article) WHERE article IS NOT NULL;
CREATE INDEX standing_sample ON standing (agency, host, sample) WHERE sample IS NOT NULL;

CREATE TABLE alive (
    crawl TEXT NOT NULL,
    host TEXT NOT NULL,
    PRIMARY KEY (crawl, host)
) WITHOUT ROWID;

CREATE TABLE attachment (
    agency TEXT NOT NULL,
    article TEXT NOT NULL,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (agency, article, position)
) WITHOUT ROWID;

CREATE TABLE chrome (
    agency TEXT NOT NULL,
    host TEXT NOT NULL,
    marks TEXT NOT NULL DEFAULT '[]',
    edge TEXT,
    stale INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (agency, host)
) WITHOUT ROWID;

CREATE TABLE event (
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    agency TEXT,
    content TEXT NOT NULL
);

CREATE VIRTUAL TABLE words USING fts5 (
    title, text, plain_title, plain_text,
    content = '', tokenize = "unicode61 remove_diacritics 0"
);
