"""What is kept: WARC files and the catalog that is a view of them. Never imports Scrapy."""
