CREATE TABLE capture (
    id TEXT PRIMARY KEY NOT NULL,
    agency TEXT NOT NULL,
    crawl TEXT NOT NULL,
    url TEXT NOT NULL,
    captured TEXT NOT NULL,
    kind TEXT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,
    status INTEGER,
    mime TEXT,
    payload_digest TEXT,
    payload_size INTEGER,
    redirect TEXT,
    truncated TEXT,
    failure_reason TEXT,
    failure_detail TEXT,
    tls_unverified TEXT,
    refers_to TEXT
);
CREATE INDEX capture_url ON capture (agency, url, captured);
CREATE INDEX capture_place ON capture (warc_file, warc_offset);
CREATE INDEX capture_redirect ON capture (agency, redirect) WHERE redirect IS NOT NULL;
CREATE INDEX capture_crawl ON capture (crawl, kind);
CREATE INDEX capture_trouble ON capture (crawl, url) WHERE kind = 'failure' OR status >= 400;
CREATE INDEX capture_refers ON capture (refers_to) WHERE refers_to IS NOT NULL;

CREATE TABLE note (
    id TEXT PRIMARY KEY NOT NULL,
    agency TEXT NOT NULL,
    crawl TEXT NOT NULL,
    kind TEXT NOT NULL,
    noted TEXT NOT NULL,
    content TEXT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL
);
CREATE INDEX note_place ON note (warc_file, warc_offset);
CREATE INDEX note_crawl ON note (crawl, kind);

CREATE TABLE url (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    noted TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (agency, url)
) WITHOUT ROWID;
