"""The editorial office of a real WordPress, which stands behind nginx as it does in life."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.front import Front, free_port, front
from tests.newsroom import VIETNAM, Post
from tests.wordpress import site

_PROXY = "location / {{ proxy_pass {address}; proxy_set_header Host $http_host; proxy_http_version 1.1; }} "
_GONE = """<?php add_action('template_redirect', function () {
    if (in_array($_SERVER['REQUEST_URI'], GONE)) { status_header(410); nocache_headers(); die('Đã gỡ.'); }
}, 0);"""


class WordPressSite:
    """A WordPress whose posts are edited as its own editor would, at times that the test chooses."""

    def __init__(self, wordpress: site.WordPress, before: Front) -> None:
        self.front = before
        self._site = wordpress
        self._withdrawn: list[str] = []
        self.posts = {
            number: Post(number, post["url"], post["title"], post["published"])
            for number, post in enumerate(wordpress.posts, 1)
        }

    def replace(self, number: int, find: str, put: str, at: datetime) -> None:
        text = f"str_replace({_php(find)}, {_php(put)}, $p->post_content)"
        done = self._update(number, f"'post_content' => {text}", at)
        assert put in done["post_content"], done

    def retitle(self, number: int, title: str, at: datetime) -> None:
        self._update(number, f"'post_title' => {_php(title)}", at)
        post = self.posts[number]
        self.posts[number] = Post(number, post.url, title, post.published)

    def save(self, number: int, at: datetime) -> None:
        self._update(number, "'post_content' => $p->post_content", at)

    def delete(self, number: int) -> None:
        self._run(f"{self._found(number)} wp_delete_post($p->ID, true); echo '{{}}';", datetime.now(UTC))
        del self.posts[number]

    def withdraw(self, number: int) -> None:
        """As a plugin for removals does it: WordPress by itself says 404."""
        self._withdrawn.append("/" + self.posts[number].url.split("/", 3)[3])
        self.delete(number)
        folder = self._site.root / "wp-content" / "mu-plugins"
        folder.mkdir(exist_ok=True)
        listed = ", ".join(map(_php, self._withdrawn))
        (folder / "gone.php").write_text(_GONE.replace("GONE", f"[{listed}]"))

    def rename(self, number: int, slug: str, at: datetime) -> None:
        """WordPress redirects from a slug that a post once had."""
        done = self._update(number, f"'post_name' => {_php(slug)}", at)
        post = self.posts[number]
        self.posts[number] = Post(number, done["url"], post.title, post.published)

    def publish(self, title: str, text: str, published: datetime, at: datetime) -> Post:
        local = f"{published.astimezone(VIETNAM):%Y-%m-%d %H:%M:%S}"
        content = f"<!-- wp:paragraph --><p>{text}</p><!-- /wp:paragraph -->"
        done = self._run(
            f"$id = wp_insert_post(['post_title' => {_php(title)}, 'post_content' => {_php(content)},"
            f" 'post_status' => 'publish', 'post_author' => 1, 'post_date' => '{local}',"
            f" 'post_date_gmt' => '{published.astimezone(UTC):%Y-%m-%d %H:%M:%S}'], true);"
            " echo json_encode(['url' => get_permalink($id)]);",
            at,
        )
        number = max(self.posts) + 1
        self.posts[number] = Post(number, done["url"], title, local.replace(" ", "T") + "+07:00")
        return self.posts[number]

    def _found(self, number: int) -> str:
        slug = self.posts[number].url.rstrip("/").rpartition("/")[2]
        return f"$p = get_page_by_path('{slug}', OBJECT, 'post'); if (!$p) die('no post {slug}');"

    def _update(self, number: int, changes: str, at: datetime) -> dict[str, Any]:
        return self._run(
            f"{self._found(number)} wp_update_post(wp_slash(['ID' => $p->ID, {changes}]), true);"
            " clean_post_cache($p->ID);"
            " echo json_encode(get_post($p->ID, ARRAY_A) + ['url' => get_permalink($p->ID)]);",
            at,
        )

    def _run(self, code: str, at: datetime) -> Any:
        """What PHP answers; the machine's clock is not the test's, so what is saved is stamped with `at`."""
        stamps = {"post_modified": at.astimezone(VIETNAM), "post_modified_gmt": at.astimezone(UTC)}
        set_to = ", ".join(f"'{name}' => '{when:%Y-%m-%d %H:%M:%S}'" for name, when in stamps.items())
        stamped = f"add_filter('wp_insert_post_data', fn($data) => [{set_to}] + $data);"
        printed = self._site.php(stamped + code)
        return json.loads(printed)


def _php(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


@contextmanager
def wordpress_site(work: Path, posts: int) -> Iterator[WordPressSite]:
    """A WordPress with so many posts behind nginx, until the block ends."""
    port = free_port()
    with (
        site.running(work, posts, f"http://127.0.0.1:{port}") as wordpress,
        front(work / "nginx", _PROXY.format(address=wordpress.address), port) as before,
    ):
        yield WordPressSite(wordpress, before)
