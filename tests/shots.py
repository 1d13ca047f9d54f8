"""The README's pictures: the sample archive in headless Chromium (Debian's `chromium`), as `make shots` takes them."""

import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PICTURES = Path(__file__).parents[1] / ".readme"
PORT = 8011
SHOTS = {"home": "/", "search": "/search?q=doi+thoai", "article": "/a/sample/4381216"}
SIZE = "1280,1000"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --hide-scrollbars"
).split()


def main() -> None:
    browser = shutil.which("chromium")
    if not browser:
        sys.exit("make shots needs Debian's chromium: apt-get install chromium")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ward = [sys.executable, "-c", "from scraper.cli import main; main()"]
        subprocess.run([*ward, "crawl", "sample", "--data", f"{folder}/data"], check=True)
        server = subprocess.Popen([*ward, "serve", "--data", f"{folder}/data", "--port", str(PORT)])
        try:
            wait_for(f"http://127.0.0.1:{PORT}/")
            for name, path in SHOTS.items():
                shot = [
                    f"--user-data-dir={folder}/{name}",
                    f"--window-size={SIZE}",
                    f"--screenshot={PICTURES / name}.png",
                ]
                subprocess.run([browser, *FLAGS, *shot, f"http://127.0.0.1:{PORT}{path}"], check=True)
        finally:
            server.terminate()
            server.wait()


def wait_for(url: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url).close()
            return
        except urllib.error.URLError:
            time.sleep(0.2)
    sys.exit(f"{url} does not answer")


if __name__ == "__main__":
    main()
