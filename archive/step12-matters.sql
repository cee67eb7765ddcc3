-- A feed is captured thousands of times a year and never an article: settling begins with what it says now.
ALTER TABLE standing ADD COLUMN matters_from TEXT;
