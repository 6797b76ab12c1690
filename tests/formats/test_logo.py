"""A logo is what it is, not what it is called, and never larger than a letter can hold."""

import struct
import zlib
from base64 import b64decode

import pytest

from visits.formats.logo import (
    LARGEST,
    MOST_PIXELS,
    LogoRefused,
    jpg_size,
    png_size,
    read_logo,
)

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


def segment(marker: int, data: bytes) -> bytes:
    """Make a part of a JPEG: its marker, its length, and what is in it."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


@pytest.mark.parametrize("before", [b"", segment(0xE0, b"JFIF"), segment(0xC4, b"x" * 300)])
@pytest.mark.parametrize("frame", [0xC0, 0xC2, 0xCF])
def test_the_size_of_a_jpeg_stands_in_its_first_frame(before: bytes, frame: int) -> None:
    head = struct.pack(">BHHB", 8, 300, 400, 1)

    assert jpg_size(b"\xff\xd8" + before + segment(frame, head)) == (400, 300)


def test_a_jpeg_that_is_cut_off_before_its_frame_has_no_size() -> None:
    assert jpg_size(b"\xff\xd8" + segment(0xE0, b"JFIF")) == (0, 0)
    assert jpg_size(b"\xff\xd8\xff\xc0\x00\x0b\x08\x00") == (0, 0)


def test_the_size_of_a_png_stands_in_its_head() -> None:
    for size in ((3, 20_000_000), (20_000_000, 3)):
        assert png_size(png(*size)) == size


def test_a_picture_of_exactly_the_most_pixels_is_taken_and_one_row_more_is_not() -> None:
    assert read_logo(png(4, MOST_PIXELS // 4)).kind == "png"
    with pytest.raises(LogoRefused, match="logo_too_large"):
        read_logo(png(4, MOST_PIXELS // 4 + 1))
