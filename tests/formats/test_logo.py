"""A logo is what it is, not what it is called, and never larger than a letter can hold."""

import struct
import zlib
from base64 import b64decode

import pytest

from visits.formats.logo import LARGEST, LogoRefused, read_logo

# A JPEG of one grey dot.
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////"
    "////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AKp//2Q=="
)


def png(width: int = 2, height: int = 2) -> bytes:
    """Make a white PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = zlib.compress((b"\0" + b"\xff" * width) * height) if width * height < 10**7 else b""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("data", "kind"), [(png(), "png"), (JPEG, "jpg")])
def test_a_picture_is_known_by_what_it_is(data: bytes, kind: str) -> None:
    assert read_logo(data).kind == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "logo_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo_kind"),  # may hold a script
        (b"GIF89a" + b"\0" * 40, "logo_kind"),
        (png()[:40], "logo_kind"),  # begins well
        (b"\x89PNG\r\n\x1a\n" + b"x" * 60, "logo_too_large"),  # says it is enormous
        (b"\xff\xd8\xff" + b"\0" * 60, "logo_too_large"),  # no size at all
        (png(60_000, 60_000), "logo_too_large"),  # small as a file, not in memory
        (png() + b"\0" * LARGEST, "logo_too_large"),
    ],
)
def test_what_cannot_be_a_logo_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(LogoRefused) as refused:
        read_logo(data)

    assert refused.value.code == code
