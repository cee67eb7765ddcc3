-- Each crawl's report says how many articles there are and how often they changed: counted as they are written.
CREATE TABLE holding (
    agency TEXT NOT NULL,
    kind TEXT NOT NULL,
    articles INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    PRIMARY KEY (agency, kind)
) WITHOUT ROWID;
INSERT INTO holding SELECT agency, kind, count(*), sum(newest) FROM article GROUP BY agency, kind;
