-- `PRAGMA integrity_check` of SQLite 3.40 takes columns for NULL that are stored behind the table's last one, as those
-- before a column of the key are: the key comes first.
CREATE TABLE kept AS SELECT agency, url, name, noted, note, value, who, because FROM ruling;
DROP TABLE ruling;
CREATE TABLE ruling (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    name TEXT NOT NULL,
    noted TEXT NOT NULL,
    note TEXT NOT NULL,
    value TEXT,
    who TEXT NOT NULL,
    because TEXT NOT NULL,
    PRIMARY KEY (agency, url, name, noted, note)
) WITHOUT ROWID;
INSERT INTO ruling SELECT * FROM kept;
DROP TABLE kept;
