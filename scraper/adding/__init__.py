"""`ward add`: an address in; software, sections, feeds and ward found, a dozen articles tried, a portal's TOML out."""

from scraper.adding.taking_in import Added, add

__all__ = ["Added", "add"]
