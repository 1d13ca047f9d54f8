"""The style sheets, under addresses that change with them: Datasette's own path depends on how we are installed."""

from hashlib import sha256
from importlib.resources import files

STYLES = {
    name: files(__package__).joinpath(f"static/{name}.css").read_text(encoding="utf-8")
    for name in ("ward", "ward-tables")
}
ADDRESSES = {name: f"/-/{name}.css?v={sha256(text.encode()).hexdigest()[:8]}" for name, text in STYLES.items()}


def style_address(name: str) -> str:
    return ADDRESSES[name]
