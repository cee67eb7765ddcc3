-- What the texts of articles tell, by their number: changed ones wait in `retold`, to be read (told = 0), then related.
CREATE TABLE retold (
    docid INTEGER PRIMARY KEY,
    told INTEGER NOT NULL DEFAULT 0
);
INSERT INTO retold (docid) SELECT docid FROM article;

CREATE TABLE telling (
    docid INTEGER PRIMARY KEY,
    seal INTEGER NOT NULL,
    hashes BLOB NOT NULL
);

CREATE TABLE sentence (
    hash INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (hash, article)
) WITHOUT ROWID;

CREATE TABLE kin (
    article INTEGER NOT NULL,
    other INTEGER NOT NULL,
    kind TEXT NOT NULL,
    score REAL NOT NULL,
    only_here INTEGER NOT NULL,
    only_there INTEGER NOT NULL,
    PRIMARY KEY (article, other)
) WITHOUT ROWID;
CREATE INDEX kin_other ON kin (other);

CREATE TABLE mention (
    docid INTEGER NOT NULL,
    position INTEGER NOT NULL,
    type TEXT,
    number TEXT NOT NULL,
    year INTEGER,
    issuer TEXT,
    date TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (docid, position)
) WITHOUT ROWID;
CREATE INDEX mention_number ON mention (number);

CREATE TABLE spoken (
    docid INTEGER NOT NULL,
    position INTEGER NOT NULL,
    date TEXT NOT NULL,
    precision TEXT NOT NULL,
    inferred_year INTEGER NOT NULL,
    text TEXT NOT NULL,
    sentence TEXT NOT NULL,
    PRIMARY KEY (docid, position)
) WITHOUT ROWID;
CREATE INDEX spoken_date ON spoken (date);

CREATE TABLE part (
    agency TEXT NOT NULL,
    article TEXT NOT NULL,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (agency, article, position)
) WITHOUT ROWID;

CREATE TABLE alias (
    name TEXT NOT NULL,
    agency TEXT NOT NULL,
    PRIMARY KEY (name, agency)
) WITHOUT ROWID;
CREATE INDEX alias_agency ON alias (agency);

ALTER TABLE article ADD COLUMN credited TEXT;
ALTER TABLE reading ADD COLUMN previous TEXT;
ALTER TABLE reading ADD COLUMN spoken TEXT;
