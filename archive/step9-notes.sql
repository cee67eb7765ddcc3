-- Years of crawls leave many notes: when an agency was last crawled, and its file as it was then, without reading them.
CREATE INDEX note_kind ON note (kind, agency, noted);
-- Each crawl counts articles before and after, and their rows are long.
CREATE INDEX article_kind ON article (agency, kind, published);
