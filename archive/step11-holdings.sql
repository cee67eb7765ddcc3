-- Each crawl's report says how many articles there are and how often they changed: counted as their rows change.
CREATE TABLE holding (
    agency TEXT NOT NULL,
    kind TEXT NOT NULL,
    articles INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    PRIMARY KEY (agency, kind)
) WITHOUT ROWID;
INSERT INTO holding SELECT agency, kind, count(*), sum(newest) FROM article GROUP BY agency, kind;
CREATE TRIGGER article_enters AFTER INSERT ON article BEGIN
    INSERT INTO holding VALUES (new.agency, new.kind, 1, new.newest)
        ON CONFLICT DO UPDATE SET articles = articles + 1, changes = changes + excluded.changes;
END;
CREATE TRIGGER article_leaves AFTER DELETE ON article BEGIN
    UPDATE holding SET articles = articles - 1, changes = changes - old.newest
        WHERE agency = old.agency AND kind = old.kind;
END;
CREATE TRIGGER article_changes AFTER UPDATE OF kind, newest ON article
WHEN old.kind <> new.kind OR old.newest <> new.newest BEGIN
    UPDATE holding SET articles = articles - 1, changes = changes - old.newest
        WHERE agency = old.agency AND kind = old.kind;
    INSERT INTO holding VALUES (new.agency, new.kind, 1, new.newest)
        ON CONFLICT DO UPDATE SET articles = articles + 1, changes = changes + excluded.changes;
END;
