"""Of which page a URL says that it continues it."""

import pytest

from archive.twins import original_of
from pipelines.reading.paging import continued_by

H = "https://mau.gov.vn"


@pytest.mark.parametrize(
    ("url", "first"),
    [
        ("/bai?page=2", "/bai"),
        ("/bai?id=7&page=3", "/bai?id=7"),
        ("/bai?trang=2", "/bai"),
        ("/bai/2/", "/bai/"),
        ("/bai/page/2/", "/bai/"),
        ("/bai/trang-2.html", "/bai.html"),
        ("/bai-p2.html", "/bai.html"),
        ("/bai-trang-3.htm", "/bai.htm"),
        ("/bai_page2.aspx", "/bai.aspx"),
        ("/bai.html/2", "/bai.html"),
        ("/bai/p2.html", "/bai.html"),
        ("/bai/p2.html", "/bai/p1.html"),
        ("/bai/p2", "/bai"),
        ("/bai_2.html", "/bai.html"),
        # counted from 0 by Drupal, in pages that come before by Joomla
        ("/node/5?page=1", "/node/5"),
        ("/bai?start=1", "/bai"),
        ("/bai?limitstart=2", "/bai"),
        ("/bai?showall=&start=1", "/bai"),
        # what else the query says stays as it is spelt
        ("/index.php?id=12:tin&start=1", "/index.php?id=12:tin"),
        ("/bai?nguon=/a/b&moc=5,6&c=tin@1&t=a%20b&flag&page=2", "/bai?nguon=/a/b&moc=5,6&c=tin@1&t=a%20b&flag"),
        ("/bai?nguon=/a/b&page=2", "/bai?nguon=/a/b&page=1"),
    ],
)
def test_later_pages_name_their_first(url, first):
    assert H + first in continued_by(H + url)


@pytest.mark.parametrize(
    "url",
    [
        "/bai",
        "/bai?trang=1",
        "/bai?start=0",
        "/2024/",
        "/bai-2024.html",
        "/covid-19",
        "/bai?page=x",
        "/",
        "/bai?a=2",
        "/bai/1/",
    ],
)
def test_other_urls_continue_nothing(url):
    assert continued_by(H + url) == ()


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("/bai?page=1", "/bai"),
        ("/bai?id=7&trang=1", "/bai?id=7"),
        ("/bai?_101_INSTANCE_a1_cur=1", "/bai"),
        ("/bai/page/1/", "/bai/"),
        ("/bai/page/1", "/bai"),
        ("/bai/trang-1.html", "/bai.html"),
        ("/bai-trang-1.htm", "/bai.htm"),
        # views for printing: Joomla's, Liferay's, DNN's
        ("/bai?id=7&tmpl=component&print=1&layout=default&page=", "/bai?id=7"),
        ("/bai?p_p_state=pop_up&viewMode=print", "/bai"),
        (
            "/bai?p_p_id=101_INSTANCE_Ab1&p_p_lifecycle=0&p_p_state=pop_up&p_p_mode=view&p_p_col_id=column-1"
            "&p_p_col_count=1&_101_INSTANCE_Ab1_viewMode=print&_101_INSTANCE_Ab1_languageId=vi_VN",
            "/bai",
        ),
        ("/bai?p_p_id=101&p_p_state=pop_up&_101_urlTitle=x", "/bai?p_p_id=101&p_p_state=normal&_101_urlTitle=x"),
        ("/bai?p_p_state=pop_up&_101_id=5&_101_languageId=vi_VN", "/bai?p_p_state=normal&_101_id=5"),
        ("/bai?p_p_state=exclusive&_101_assetEntryId=5", "/bai?p_p_state=normal&_101_assetEntryId=5"),
        ("/bai?showall=&limitstart=", "/bai"),
        ("/bai?printer=1", "/bai"),
        # what else the query says stays as it is spelt
        ("/index.php?id=12:tin&tmpl=component&print=1&page=", "/index.php?id=12:tin"),
        ("/bai?nguon=/a/b&moc=5,6&c=tin@1&t=a%20b&flag&print=1", "/bai?nguon=/a/b&moc=5,6&c=tin@1&t=a%20b&flag"),
        ("/bai?%70rint=1&id=a+b", "/bai?id=a+b"),
        ("/node/5?page=0", "/node/5"),
        ("/bai?start=0", "/bai"),
        ("/bai?dnnprintmode=true&mid=455&SkinSrc=%5BG%5DSkins&ContainerSrc=%5BG%5D", "/bai"),
    ],
)
def test_a_first_page_is_the_article_itself(url, bare):
    assert original_of(H + url) == H + bare


@pytest.mark.parametrize(
    "url",
    ["/bai", "/bai?page=2", "/bai?page=10", "/bai/1/", "/bai-1.html", "/page/1x/", "/quyet-dinh-trang-12.html"],
)
def test_other_numbers_are_no_first_page(url):
    assert original_of(H + url) is None


@pytest.mark.parametrize(
    "url",
    [
        "/bai?p_p_state=maximized",
        "/bai?mid=455",
        "/bai?layout=default&page=",
        "/bai?tmpl=raw",
        "/bai?_101_languageId=vi",
    ],
)
def test_what_only_stands_beside_a_view_makes_none(url):
    assert original_of(H + url) is None
