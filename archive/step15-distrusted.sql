-- Which indexes are to be made anew, whatever becomes of the program that was going to.
CREATE TABLE distrusted (
    name TEXT PRIMARY KEY NOT NULL
) WITHOUT ROWID;
INSERT INTO distrusted SELECT DISTINCT 'words' FROM event WHERE kind = 'words-distrusted';
DELETE FROM event WHERE kind = 'words-distrusted';
