-- Of a thousand articles with equal words one speaks for all, the first by name: found without reading the others.
DROP INDEX article_content;
CREATE INDEX article_content ON article (content_digest, agency, url) WHERE content_digest IS NOT NULL;
-- What is still to be told or related lies between what is not.
CREATE INDEX retold_told ON retold (told, docid);
-- From an article to its later pages.
CREATE INDEX part_url ON part (agency, url);
