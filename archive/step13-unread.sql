-- Every crawl looks for what an earlier one left unread, among years of captures: a list says what that is.
CREATE TABLE unread (
    agency TEXT NOT NULL,
    captured TEXT NOT NULL,
    capture TEXT NOT NULL,
    PRIMARY KEY (agency, captured, capture)
) WITHOUT ROWID;
INSERT INTO unread SELECT agency, captured, id FROM capture
    WHERE kind = 'response' AND NOT EXISTS (SELECT 1 FROM reading WHERE capture = id);
CREATE TRIGGER capture_to_read AFTER INSERT ON capture
WHEN new.kind = 'response' AND NOT EXISTS (SELECT 1 FROM reading WHERE capture = new.id) BEGIN
    INSERT OR IGNORE INTO unread VALUES (new.agency, new.captured, new.id);
END;
CREATE TRIGGER capture_read AFTER INSERT ON reading BEGIN
    DELETE FROM unread WHERE (agency, captured, capture) =
        (SELECT agency, captured, id FROM capture WHERE id = new.capture);
END;
