"""Where Liferay 7's portals have articles, and where none."""

import pytest

from scraper.platforms import find_platform


@pytest.mark.parametrize(
    ("platform", "path", "portal_id"),
    [
        ("dnict_liferay7", "/chi-tiet-tin-tuc?dinhdanh=48104&cat=202", "48104"),
        ("dnict_liferay7", "/web/phuong/tin-tuc?cat=202&dinhdanh=48104", "48104"),
        ("dnict_liferay7", "/chi-tiet-tin-tuc?danhmuc=202", None),
        ("dnict_liferay7", "/chi-tiet-tin-tuc?danhmuc=202&p=2", None),
        ("dnict_liferay7", "/chi-tiet-tin-tuc?tag=phuong-cGh1b25n", None),
        ("dnict_liferay7", "/chi-tiet-tin-tuc", None),
    ],
)
def test_where_articles_are(platform: str, path: str, portal_id: str | None) -> None:
    assert find_platform(platform).article_id(f"https://ward.example{path}") == portal_id
