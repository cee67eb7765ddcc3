CREATE TABLE edit (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    position INTEGER NOT NULL,
    changed TEXT NOT NULL,
    kind TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (agency, url, position)
);

CREATE TABLE ruling (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT,
    who TEXT NOT NULL,
    because TEXT NOT NULL,
    noted TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (agency, url, name, noted, note)
) WITHOUT ROWID;

CREATE TABLE ruled (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT,
    withheld TEXT,
    PRIMARY KEY (agency, url)
) WITHOUT ROWID;
CREATE INDEX ruled_withheld ON ruled (agency, url) WHERE withheld IS NOT NULL;

CREATE INDEX capture_payload ON capture (agency, payload_digest)
    WHERE kind = 'response' AND status = 200 AND truncated IS NULL;
