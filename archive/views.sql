-- The public views: the contract for analysts, described column by column in docs/catalog.md.
-- Every row is a function of WARC records alone.

CREATE VIEW settled AS
SELECT a.kind, a.agency, a.url, v.title, a.published, a.published_precision, a.published_evidence, a.modified,
       a.author, a.credited_source, a.section, v.text, a.state, a.first_captured, a.last_captured,
       c.warc_file, c.warc_offset, c.warc_length, c.payload_digest
FROM article a
JOIN version v ON v.agency = a.agency AND v.url = a.url AND v.position = a.newest
JOIN capture c ON c.id = v.source;

CREATE VIEW articles AS
SELECT agency, url, title, published, published_precision, published_evidence, modified, author, credited_source,
       section, text, state, first_captured, last_captured, warc_file, warc_offset, warc_length, payload_digest
FROM settled WHERE kind = 'article';

CREATE VIEW pages AS
SELECT agency, url, title, published, published_precision, published_evidence, modified, author, credited_source,
       section, text, state, first_captured, last_captured, warc_file, warc_offset, warc_length, payload_digest
FROM settled WHERE kind = 'page';

CREATE VIEW versions AS
SELECT v.url, v.captured, v.title, v.text, v.text_digest, v.extractor, c.warc_file, c.warc_offset, v.agency
FROM version v
JOIN article a ON a.agency = v.agency AND a.url = v.url AND a.kind = 'article'
JOIN capture c ON c.id = v.source;

CREATE VIEW captures AS
SELECT c.agency, c.url, c.captured, c.kind, c.status, c.mime, c.redirect, c.payload_digest, c.payload_size,
       c.truncated, c.failure_reason, c.failure_detail, c.tls_unverified, c.refers_to,
       r.outcome, r.reason, c.warc_file, c.warc_offset, c.warc_length, c.id AS record_id, c.crawl
FROM capture c
LEFT JOIN reading r ON r.capture = c.id;

CREATE VIEW crawls AS
SELECT b.agency, b.noted AS began, e.noted AS ended,
       (SELECT count(*) FROM capture c WHERE c.crawl = b.crawl) AS captures,
       (SELECT count(*) FROM capture c WHERE c.crawl = b.crawl AND c.kind = 'response') AS responses,
       (SELECT count(*) FROM capture c WHERE c.crawl = b.crawl AND c.kind = 'revisit') AS revisits,
       (SELECT count(*) FROM capture c WHERE c.crawl = b.crawl AND c.kind = 'failure') AS failures,
       e.content AS report, b.content AS settings, b.warc_file, b.warc_offset, b.crawl
FROM note b
LEFT JOIN note e ON e.crawl = b.crawl AND e.kind = 'crawl-report'
 AND e.id = (SELECT id FROM note WHERE crawl = b.crawl AND kind = 'crawl-report' ORDER BY noted DESC, id DESC LIMIT 1)
WHERE b.kind = 'crawl';

CREATE VIEW urls AS
WITH seen AS (
    SELECT agency, url, min(captured) AS first_captured, max(captured) AS last_captured,
           max(kind <> 'failure') AS archived
    FROM capture GROUP BY agency, url
), last AS (
    SELECT c.agency, c.url, c.kind, c.status, c.redirect, c.failure_reason, c.failure_detail, max(c.captured)
    FROM capture c GROUP BY c.agency, c.url
)
SELECT s.agency, s.url, s.archived,
       CASE WHEN s.archived THEN 'archived' WHEN u.noted > s.last_captured THEN u.state ELSE 'failed' END AS state,
       CASE WHEN s.archived THEN NULL WHEN u.noted > s.last_captured THEN u.reason
            ELSE l.failure_reason || coalesce(': ' || l.failure_detail, '') END AS reason,
       l.status, l.redirect, m.article, s.first_captured, s.last_captured
FROM seen s
JOIN last l ON l.agency = s.agency AND l.url = s.url
LEFT JOIN url u ON u.agency = s.agency AND u.url = s.url
LEFT JOIN standing m ON m.agency = s.agency AND m.url = s.url
UNION ALL
SELECT u.agency, u.url, 0, u.state, u.reason, NULL, NULL, NULL, NULL, NULL
FROM url u
WHERE NOT EXISTS (SELECT 1 FROM capture c WHERE c.agency = u.agency AND c.url = u.url);

CREATE VIEW attachments AS
SELECT t.agency, t.article, t.url, c.mime, c.captured, c.payload_digest, c.payload_size,
       c.warc_file, c.warc_offset, c.warc_length
FROM attachment t
LEFT JOIN capture c ON c.id = (
    SELECT id FROM capture WHERE agency = t.agency AND url = t.url AND kind = 'response' AND status = 200
    ORDER BY captured DESC, id DESC LIMIT 1);

CREATE VIEW relations AS
WITH ranked AS (
    SELECT agency, url, content_digest,
           first_value(agency) OVER same AS first_agency, first_value(url) OVER same AS first_url
    FROM article WHERE kind = 'article' AND content_digest IS NOT NULL
    WINDOW same AS (PARTITION BY content_digest
                    ORDER BY coalesce(published, '9'), first_captured, agency, url)
)
SELECT 'same-text' AS kind, first_agency AS a_agency, first_url AS a, agency AS b_agency, url AS b,
       first_url AS first, 1.0 AS score, 'sha256 of folded words' AS method
FROM ranked WHERE agency <> first_agency OR url <> first_url;
