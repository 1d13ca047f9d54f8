"""What is indexed of an article, by its rows."""

INDEXED = """
select a.id, a.ord, a.title, a.lead, a.body, a.ward, s.name as section, a.published,
  exists (select 1 from article_images where article = a.id) as image,
  a.version > 1 as edited, a.gone_at is not null as gone
from articles a left join sections s on s.id = a.section
"""
