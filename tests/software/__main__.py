"""`python -m tests.software NAME` serves a portal in that software until Ctrl-C."""

import argparse
import signal
import sys
from threading import Event

from tests.software.portal import SoftwarePortal, find, names


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.software", description=__doc__)
    parser.add_argument("name", choices=names())
    parser.add_argument("--theme", default="", help="one of the software's themes")
    parser.add_argument("--size", type=int, default=24, help="number of articles")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    options = parser.parse_args()
    themes = ["", *find(options.name).themes]
    if options.theme not in themes:
        parser.error(f"{options.name} has no theme {options.theme!r}; it has: {', '.join(themes[1:]) or 'none'}")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with SoftwarePortal(**vars(options)) as portal:
            print(f"{portal.url}/", flush=True)
            Event().wait()
    except OSError as error:
        print(f"cannot serve on port {options.port}: {error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


sys.exit(main())
