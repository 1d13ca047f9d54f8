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
        (
            "liferay7",
            "/web/htm/chi-tiet-bai-viet/-/asset_publisher/1mOzUrGkrdAE/content/id/1653170?plid=5072",
            "1653170",
        ),
        ("liferay7", "/tin-tuc/-/asset_publisher/SUvaAKdUf4CG/content/idol-ve-phuong", "idol-ve-phuong"),
        ("liferay7", "/tin-tuc/-/asset_publisher/SUvaAKdUf4CG/content/tiep-cong-dan-2/10180", "tiep-cong-dan-2"),
        ("liferay7", "/w/tiep-cong-dan", "tiep-cong-dan"),
        ("liferay7", "/web/phuong/-/tiep-cong-dan", "tiep-cong-dan"),
        ("liferay7", "/tin-tuc/-/asset_publisher/SUvaAKdUf4CG/content/id", None),
        ("liferay7", "/tin-tuc/-/asset_publisher/SUvaAKdUf4CG/content/id/", None),
        ("liferay7", "/tin-tuc/-/asset_publisher/SUvaAKdUf4CG", None),
        ("liferay7", "/tin-tuc/-/asset_publisher", None),
        ("liferay7", "/van-ban/-/document_library/aBcD/view/123", None),
        ("liferay7", "/tin-tuc?_com_liferay_asset_publisher_web_portlet_AssetPublisherPortlet_INSTANCE_x_cur=2", None),
    ],
)
def test_where_articles_are(platform: str, path: str, portal_id: str | None) -> None:
    assert find_platform(platform).article_id(f"https://ward.example{path}") == portal_id
