-- The public views: the contract for analysts, described column by column in docs/catalog.md.
-- Every row is a function of WARC records alone.

CREATE VIEW settled AS
SELECT a.kind, a.agency, a.url, CASE WHEN r.withheld IS NULL THEN coalesce(r.title, v.title) END AS title,
       a.published, a.published_precision, a.published_evidence, a.modified,
       CASE WHEN r.withheld IS NULL THEN a.author END AS author, a.credited_source, a.section,
       CASE WHEN r.withheld IS NULL THEN v.text END AS text,
       CASE WHEN r.withheld IS NULL THEN a.state ELSE 'withheld' END AS state, a.first_captured, a.last_captured,
       c.warc_file, c.warc_offset, c.warc_length, c.payload_digest
FROM article a
JOIN version v ON v.agency = a.agency AND v.url = a.url AND v.position = a.newest
JOIN capture c ON c.id = v.source
LEFT JOIN ruled r ON r.agency = a.agency AND r.url = a.url;

CREATE VIEW articles AS
SELECT agency, url, title, published, published_precision, published_evidence, modified, author, credited_source,
       section, text, state, first_captured, last_captured, warc_file, warc_offset, warc_length, payload_digest
FROM settled WHERE kind = 'article';

CREATE VIEW pages AS
SELECT agency, url, title, published, published_precision, published_evidence, modified, author, credited_source,
       section, text, state, first_captured, last_captured, warc_file, warc_offset, warc_length, payload_digest
FROM settled WHERE kind = 'page';

CREATE VIEW versions AS
SELECT v.url, v.captured, CASE WHEN r.withheld IS NULL THEN v.title END AS title,
       CASE WHEN r.withheld IS NULL THEN v.text END AS text, v.text_digest, v.extractor, c.warc_file, c.warc_offset,
       v.agency, CASE WHEN r.withheld IS NULL THEN 'shown' ELSE 'withheld' END AS state, t.encoding, t.encoding_evidence
FROM version v
JOIN article a ON a.agency = v.agency AND a.url = v.url AND a.kind = 'article'
JOIN capture c ON c.id = v.source
JOIN reading t ON t.capture = v.source
LEFT JOIN ruled r ON r.agency = a.agency AND r.url = a.url;

CREATE VIEW changes AS
SELECT e.url, e.changed, e.kind, CASE WHEN r.withheld IS NULL THEN e.before END AS before,
       CASE WHEN r.withheld IS NULL THEN e.after END AS after, e.agency
FROM edit e
JOIN article a ON a.agency = e.agency AND a.url = e.url AND a.kind = 'article'
LEFT JOIN ruled r ON r.agency = e.agency AND r.url = e.url;

CREATE VIEW rulings AS
SELECT r.agency, r.url, r.name, r.value, r.who, r.because, r.noted AS decided,
       NOT EXISTS (SELECT 1 FROM ruling l WHERE l.agency = r.agency AND l.url = r.url AND l.name = r.name
                   AND (l.noted, l.note) > (r.noted, r.note)) AS newest,
       n.warc_file, n.warc_offset, r.note AS record_id
FROM ruling r
JOIN note n ON n.id = r.note;

CREATE VIEW withheld AS
SELECT s.agency, s.url FROM ruled r JOIN standing s ON s.agency = r.agency AND s.article = r.url
WHERE r.withheld IS NOT NULL
UNION
SELECT r.agency, r.url FROM ruling r
WHERE r.name = 'withheld' AND r.value IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM ruling l WHERE l.agency = r.agency AND l.url = r.url AND l.name = r.name
                  AND (l.noted, l.note) > (r.noted, r.note));

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
    SELECT c.agency, c.url, c.kind, c.status, c.redirect, c.truncated, c.failure_reason, c.failure_detail,
           max(c.captured)
    FROM capture c GROUP BY c.agency, c.url
)
SELECT s.agency, s.url, s.archived,
       CASE WHEN s.archived THEN 'archived' WHEN u.noted > s.last_captured THEN u.state ELSE 'failed' END AS state,
       CASE WHEN NOT s.archived AND u.noted > s.last_captured THEN u.reason
            WHEN l.kind = 'failure' THEN l.failure_reason || coalesce(': ' || l.failure_detail, '')
            WHEN l.status >= 400 THEN 'http-' || l.status
            WHEN l.truncated IS NOT NULL THEN 'truncated: ' || l.truncated
            WHEN l.redirect IS NOT NULL AND s.url = (
                SELECT b.redirect FROM capture b WHERE b.agency = l.agency AND b.url = l.redirect
                ORDER BY b.captured DESC LIMIT 1) THEN 'redirect-loop' END AS reason,
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
       c.warc_file, c.warc_offset, c.warc_length,
       CASE WHEN NOT EXISTS (SELECT 1 FROM ruled w WHERE w.agency = t.agency AND w.url IN (t.article, t.url)
                             AND w.withheld IS NOT NULL) THEN x.text END AS text,
       r.reason, x.text IS NOT NULL AND l.article IS NOT NULL AS in_text
FROM attachment t
LEFT JOIN capture c ON c.id = (
    SELECT coalesce(refers_to, id) FROM capture
    WHERE agency = t.agency AND kind <> 'failure' AND status IN (200, 304)
      AND url IN (t.url, (SELECT redirect FROM capture WHERE agency = t.agency AND url = t.url AND redirect IS NOT NULL
                          ORDER BY captured DESC, id DESC LIMIT 1))
    ORDER BY captured DESC, id DESC LIMIT 1)
LEFT JOIN reading r ON r.capture = c.id
LEFT JOIN annex x ON x.agency = t.agency
 AND x.url = coalesce((SELECT redirect FROM capture WHERE agency = t.agency AND url = t.url AND redirect IS NOT NULL
                       ORDER BY captured DESC, id DESC LIMIT 1), t.url)
LEFT JOIN lent l ON l.agency = t.agency AND l.url = t.url AND l.article = t.article;

-- When an article was there, as texts that sort: one without a date was when it was captured, at the latest.
CREATE VIEW placed AS
SELECT docid, agency, url, content_digest,
       coalesce(published, strftime('%Y-%m-%dT%H:%M:%S+07:00', first_captured, '+7 hours'))
       || char(9) || first_captured || char(9) || agency || char(9) || url AS place
FROM article WHERE kind = 'article';

-- Of articles with equal words the one that was first: the others are its copies.
CREATE VIEW original AS
SELECT a.docid, a.agency, a.url, a.content_digest, a.place
FROM placed a
WHERE a.docid = (SELECT o.docid FROM placed o WHERE o.content_digest = a.content_digest ORDER BY o.place LIMIT 1);

-- Pairs of articles of which one text was told after the other, the earlier one first. What is known of two texts
-- stands in `kin` under the one or under both; each way has its branch, so that an index leads from either article.
CREATE VIEW kindred AS
SELECT 'exact' AS kind, x.docid AS a, y.docid AS b, 1.0 AS score, 'equal words' AS method, 0 AS lost, 0 AS added,
       x.agency AS a_agency, x.url AS a_url, y.agency AS b_agency, y.url AS b_url
FROM original x JOIN article y ON y.content_digest = x.content_digest AND y.docid <> x.docid AND y.kind = 'article'
UNION ALL
SELECT k.kind, x.docid, y.docid, k.score, 'shared sentences', k.only_here, k.only_there, x.agency, x.url, y.agency, y.url
FROM kin k
JOIN article sx ON sx.docid = k.article
JOIN article sy ON sy.docid = k.other
JOIN original x ON x.content_digest = sx.content_digest
JOIN original y ON y.content_digest = sy.content_digest
WHERE k.kind <> 'different' AND x.place <= y.place
UNION ALL
SELECT k.kind, x.docid, y.docid, k.score, 'shared sentences', k.only_there, k.only_here, x.agency, x.url, y.agency, y.url
FROM kin k
JOIN article sx ON sx.docid = k.other
JOIN article sy ON sy.docid = k.article
JOIN original x ON x.content_digest = sx.content_digest
JOIN original y ON y.content_digest = sy.content_digest
WHERE k.kind <> 'different' AND x.place <= y.place
  AND NOT EXISTS (SELECT 1 FROM kin r WHERE r.article = k.other AND r.other = k.article);

-- Titles of later pages go on behind the first's: `… - Trang 2`, `… (tiếp theo)`. An address that ends in a number, and
-- rel=prev in blogs, may be another article's.
-- Agencies are compared by way of +, or an agency that is asked for would be looked for among all parts of it at once.
CREATE VIEW continued AS
SELECT a.agency, b.agency AS base_agency, p.article, b.url AS base, p.position, p.url = r.previous AS said
FROM article b
JOIN standing s ON s.agency = b.agency AND s.article = b.url
JOIN part p ON p.agency = +s.agency AND s.agency = +p.agency AND p.url = s.url
JOIN article a ON a.agency = p.agency AND a.url = p.article AND a.kind = 'article' AND a.docid <> b.docid
JOIN reading r ON r.capture = a.latest
JOIN version va ON va.agency = a.agency AND va.url = a.url AND va.position = a.newest
JOIN version vb ON vb.agency = b.agency AND vb.url = b.url AND vb.position = b.newest
WHERE b.kind = 'article'
  AND (coalesce(va.title, vb.title) IS vb.title
       OR (instr(va.title, vb.title) = 1 AND ltrim(substr(va.title, length(vb.title) + 1)) GLOB '[-–—|(:,.]*'));

CREATE VIEW parts AS
SELECT c.agency, c.base_agency, c.article, c.base, c.position, c.said
FROM continued c
WHERE c.position = (SELECT min(d.position) FROM continued d WHERE d.agency = c.agency AND d.article = c.article);

CREATE VIEW relations AS
SELECT kind, a_agency, a_url AS a, b_agency, b_url AS b, a_url AS first, score, method FROM kindred
-- The pages of one article are no two events: of neither what it continues, however far up, is what the other does.
WHERE kind <> 'template-sibling' OR NOT EXISTS (
    WITH RECURSIVE above (side, agency, url) AS (
        VALUES ('a', kindred.a_agency, kindred.a_url), ('b', kindred.b_agency, kindred.b_url)
        UNION
        SELECT above.side, p.base_agency, p.base FROM above JOIN continued p ON p.agency = above.agency AND p.article = above.url
    )
    SELECT 1 FROM above GROUP BY agency, url HAVING count(*) > 1)
UNION ALL
SELECT 'part-of', base_agency, base, agency, article, base, 1.0, iif(said, 'rel=prev', 'address') FROM parts;

CREATE VIEW syndication AS
WITH credits AS (
    SELECT a.docid, iif(count(l.agency) = 1, min(l.agency), NULL) AS agency
    FROM article a LEFT JOIN alias l ON l.name = a.credited AND l.agency <> a.agency
    WHERE a.kind = 'article' AND a.credited IS NOT NULL
    GROUP BY a.docid
), told AS (
    SELECT k.kind, k.score, iif(turned, k.b, k.a) AS source, iif(turned, k.a, k.b) AS copy,
           iif(turned, k.added, k.lost) AS lost, iif(turned, k.lost, k.added) AS added
    FROM (SELECT k.*, b.agency IS ca.agency AND a.agency IS NOT cb.agency AS turned
          FROM kindred k
          JOIN article a ON a.docid = k.a
          JOIN article b ON b.docid = k.b AND b.agency <> a.agency
          LEFT JOIN credits ca ON ca.docid = k.a
          LEFT JOIN credits cb ON cb.docid = k.b
          WHERE k.kind <> 'template-sibling') k
)
SELECT s.agency AS source_agency, s.url AS source, s.published AS source_published,
       c.agency, c.url, c.published,
       CAST(julianday(substr(c.published, 1, 10)) - julianday(substr(s.published, 1, 10)) AS INTEGER) AS delay_days,
       t.kind, t.score, t.lost AS sentences_lost, t.added AS sentences_added,
       vs.title IS NOT vc.title AS title_changed,
       c.credited_source,
       CASE WHEN r.agency IS s.agency THEN 'text and credit'
            WHEN instr(s.published, c.published) = 1 OR instr(c.published, s.published) = 1 OR s.published IS NULL
                 OR c.published IS NULL THEN 'capture'
            ELSE 'text' END AS evidence
FROM told t
JOIN article s ON s.docid = t.source
JOIN article c ON c.docid = t.copy
JOIN version vs ON vs.agency = s.agency AND vs.url = s.url AND vs.position = s.newest
JOIN version vc ON vc.agency = c.agency AND vc.url = c.url AND vc.position = c.newest
LEFT JOIN credits r ON r.docid = c.docid
UNION ALL
SELECT r.agency, NULL, NULL, c.agency, c.url, c.published, NULL, 'credited', NULL, NULL, NULL, NULL, c.credited_source,
       'credit'
FROM credits r
JOIN article c ON c.docid = r.docid
WHERE NOT EXISTS (SELECT 1 FROM told t JOIN article s ON s.docid = t.source
                  WHERE t.copy = c.docid AND (r.agency IS NULL OR s.agency = r.agency));

CREATE VIEW mentions AS
SELECT a.agency, a.url, m.type, m.number, m.year, m.issuer, m.date, m.text
FROM mention m JOIN article a USING (docid)
WHERE NOT EXISTS (SELECT 1 FROM ruled r WHERE r.agency = a.agency AND r.url = a.url AND r.withheld IS NOT NULL);

CREATE VIEW spoken_dates AS
SELECT a.agency, a.url, a.published, s.date, s.precision, s.inferred_year, s.text, s.sentence
FROM spoken s JOIN article a USING (docid)
WHERE NOT EXISTS (SELECT 1 FROM ruled r WHERE r.agency = a.agency AND r.url = a.url AND r.withheld IS NOT NULL);

-- What follows is the history of this catalog and not of the archive: a rebuilt one begins its own.

CREATE VIEW checks AS
SELECT at, kind AS what, content ->> '$.scope' AS scope, iif(content ->> '$.findings' = 0, 'pass', 'fail') AS outcome,
       content ->> '$.findings' AS findings, content ->> '$.rows' AS records, content ->> '$.agent' AS agent
FROM event WHERE kind LIKE 'verify%';

CREATE VIEW fixity AS
SELECT r.agency, r.url, r.warc_file, r.warc_offset, r.id AS record_id, r.made,
       nullif(max(coalesce(c.at, ''), coalesce(f.at, '')), '') AS last_checked,
       CASE WHEN c.at >= coalesce(f.at, '') THEN iif(c.faults, 'fail', 'pass')
            WHEN f.at IS NOT NULL THEN iif(f.faults, 'see file', 'pass') END AS outcome
FROM (SELECT id, agency, url, warc_file, warc_offset, captured AS made FROM capture
      UNION ALL SELECT id, agency, 'urn:luuchieu:' || kind || ':' || agency, warc_file, warc_offset, noted FROM note) r
LEFT JOIN checked_record c ON c.id = r.id
LEFT JOIN checked_file f ON f.warc_file = r.warc_file AND r.warc_offset < f.until;
