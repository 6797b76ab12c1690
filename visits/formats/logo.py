"""A logo as somebody uploads it: known by what it is, not by what it is called."""

from datetime import date

import typst

from visits.formats.letter import Paper, Part, Picture, write_letter

LARGEST = 500_000
MOST_PIXELS = 4_000_000
SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
# ITU T.81 B.1.1.3: markers that begin a frame, and so hold height and width.
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


class LogoRefused(Exception):
    """A file that cannot be the logo."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_logo(data: bytes) -> Picture:
    """Read a picture that can stand at the head of a letter; LogoRefused for anything else."""
    if len(data) > LARGEST:
        raise LogoRefused("logo_too_large")
    kind = next((kind for sign, kind in SIGNS.items() if data.startswith(sign)), None)
    if kind is None:
        raise LogoRefused("logo_kind")
    width, height = png_size(data) if kind == "png" else jpg_size(data)
    # A small file can unfold to a picture that fills the memory.
    if not 0 < width * height <= MOST_PIXELS:
        raise LogoRefused("logo_too_large")
    picture = Picture(kind, data)
    try:
        write_letter(trial(picture), on=date(2026, 1, 1))
    except typst.TypstError:
        raise LogoRefused("logo_kind") from None
    return picture


def png_size(data: bytes) -> tuple[int, int]:
    """Give width and height of a PNG (its first chunk is IHDR)."""
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def jpg_size(data: bytes) -> tuple[int, int]:
    """Give width and height of a JPEG; nothing if no frame begins in it."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        if data[place + 1] in FRAMES:
            height, width = data[place + 5 : place + 7], data[place + 7 : place + 9]
            return int.from_bytes(width), int.from_bytes(height)
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    return 0, 0


def trial(picture: Picture) -> Paper:
    """Give a letter that has only this picture."""
    empty = Part("", ["-"], [])
    return Paper("-", ["-"], ["-"], "-", "-", [empty, empty], large=False, logo=picture)
