"""What pages of ASP.NET carry along: the state of their controls, opaque, some kilobytes of it."""

from base64 import b64encode
from hashlib import sha256

VIEWSTATE = b64encode(b"".join(sha256(str(number).encode()).digest() for number in range(90))).decode()
