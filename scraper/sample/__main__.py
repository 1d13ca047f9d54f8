"""`python -m scraper.sample --port 8002` serves the sample portal until Ctrl-C."""

import argparse
import signal
import sys

from scraper.sample.server import SamplePortal


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scraper.sample", description=__doc__)
    parser.add_argument("--port", type=int, default=8002, help="0 takes a free one")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--gzip", action="store_true", help="compress HTML for who accepts it")
    parser.add_argument("--size", type=int, help="number of articles")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with SamplePortal(**vars(options)) as portal:
            print(f"{portal.url}/", flush=True)  # noqa: T201  # the one line that tells who waits where it is
            portal.wait()
    except OSError as error:
        print(f"cannot serve on port {options.port}: {error.strerror}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


sys.exit(main())
