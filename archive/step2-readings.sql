CREATE TABLE attempt (
    capture TEXT NOT NULL,
    rules TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (capture, rules)
) WITHOUT ROWID;

CREATE TABLE reading (
    capture TEXT PRIMARY KEY NOT NULL,
    rules TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    title TEXT,
    blocks TEXT NOT NULL,
    author TEXT,
    credited_source TEXT,
    section TEXT,
    published TEXT,
    modified TEXT,
    canonical TEXT,
    elsewhere TEXT,
    content TEXT NOT NULL,
    lang TEXT,
    encoding TEXT,
    encoding_evidence TEXT NOT NULL,
    raw_text TEXT,
    attachments TEXT NOT NULL,
    claims TEXT NOT NULL,
    extractor TEXT NOT NULL
);
CREATE INDEX reading_elsewhere ON reading (elsewhere) WHERE elsewhere IS NOT NULL;

CREATE TABLE hint (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    place TEXT NOT NULL,
    title TEXT,
    published TEXT,
    modified TEXT,
    captured TEXT NOT NULL,
    capture TEXT NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (agency, url, place)
) WITHOUT ROWID;

CREATE TABLE pending (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    looked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (agency, url)
) WITHOUT ROWID;
