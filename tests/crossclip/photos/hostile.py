"""Two hundred uploads that nobody should send, each as a name and its bytes; the same at every run.

    python tests/crossclip/photos/hostile.py FOLDER

writes them as files, to be tried by hand.
"""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

COUNT = 200
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
SCRIPT = "<script>alert(document.cookie)</script>"
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>{SCRIPT}</svg>".encode()
HTML = f"<!DOCTYPE html><html><body>{SCRIPT}<img src=x onerror=alert(1)></body></html>".encode()
NAMES = (
    "../../../etc/passwd.jpg",
    "..\\..\\windows\\system32\\a.jpg",
    "/etc/cron.d/job.jpg",
    "~/.ssh/authorized_keys.jpg",
    "C:\\autoexec.bat.jpg",
    "bird.jpg\0.php",
    "bird.php.jpg",
    f"{SCRIPT}.jpg",
    "![x](javascript:alert(1)).jpg",
    "'; DROP TABLE birds; --.jpg",
    "$(reboot).jpg",
    "`id`.jpg",
    "%2e%2e%2fpasswd.jpg",
    "=cmd|' /C calc'!A0.jpg",
    "CON.jpg",
    ".htaccess.jpg",
    "\u202egpj.exe.jpg",
    "\U0001f426" * 60 + ".jpg",
    "a" * 250 + ".jpg",
    "\n\r\t.jpg",
)


def hostile() -> list[tuple[str, bytes]]:
    return [*islice(_all(), COUNT)]


def _all() -> Iterator[tuple[str, bytes]]:
    yield from _wrong_types()
    yield from _polyglots()
    yield from _bombs()
    yield from _metadata()
    yield from _cut_short()
    yield from _damaged()


def encoded(format: str, size: tuple[int, int] = (64, 48), **options) -> bytes:
    noise = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, format, **options)
    return file.getvalue()


def _wrong_types() -> Iterator[tuple[str, bytes]]:
    contents = (
        b"",
        b"\0",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"BM",
        b"II*\0",
        b"RIFF\0\0\0\0WEBP",
        SVG,
        HTML,
        b"%PDF-1.7\n1 0 obj\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"PK\x03\x04" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"MZ" + bytes(200),
        b"#!/bin/sh\nrm -rf /\n",
        b"<?php system($_GET['c']); ?>",
        b"\x80\x04\x95cos\nsystem\n(S'id'\ntR.",
        encoded("PPM"),
        encoded("ICO"),
    )
    yield from zip(NAMES, contents, strict=True)


def _polyglots() -> Iterator[tuple[str, bytes]]:
    """A picture with something else before or behind it."""
    for format in FORMATS:
        picture = encoded(format)
        for other in (HTML, SVG, b"PK\x05\x06" + bytes(18), b"<?php system('id'); ?>"):
            yield f"behind.{format.lower()}", picture + other
        yield f"before.{format.lower()}", HTML + picture
    yield "gifar.gif", b"GIF89a/*" + bytes(8) + b"*/=1;alert(1);//"


def _bombs() -> Iterator[tuple[str, bytes]]:
    """Small files that claim, or hold, very many pixels or scans."""
    sizes = ((30_000, 30_000), (2**31 - 1, 2**31 - 1), (65_535, 65_535), (8_100, 8_100), (1, 60_000), (0, 9))
    for width, height in sizes:
        yield f"{width}x{height}.png", _png(width, height, zlib.compress(bytes(1000)))
    for width, height in ((65_500, 65_500), (9_000, 9_000)):
        picture = bytearray(encoded("JPEG"))
        frame = picture.index(b"\xff\xc0")
        picture[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
        yield f"{width}x{height}.jpg", bytes(picture)
    yield "60000.gif", b"GIF89a" + struct.pack("<HH", 60_000, 60_000) + encoded("GIF")[10:]
    yield "60000.bmp", encoded("BMP")[:18] + struct.pack("<ii", 60_000, 60_000) + encoded("BMP")[26:]
    yield "whole.png", _png(8_000, 8_000, zlib.compress(bytes(8_000 * 24_001), 9))
    yield "scans.jpg", _many_scans(3_000)
    text = PngImagePlugin.PngInfo()
    for number in range(40):
        text.add_text(f"k{number}", "x" * 1_000_000, zip=True)
    yield "text.png", encoded("PNG", pnginfo=text)


def _metadata() -> Iterator[tuple[str, bytes]]:
    """EXIF, comments and profiles that are huge, or hold scripts."""
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298):
        exif = Image.Exif()
        exif[tag] = SCRIPT
        exif[0x8825] = {1: SCRIPT, 2: (1e9, 1e9, 1e9), 3: SCRIPT, 4: (90.0, 60.0, 60.0), 29: SCRIPT}
        yield f"script-{tag:x}.jpg", encoded("JPEG", exif=exif)
    exif = Image.Exif()
    exif[0x010E] = "x" * 60_000
    yield "giant-exif.jpg", encoded("JPEG", exif=exif)
    yield "giant-exif.png", encoded("PNG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(range(256)) * 8_000)
    itself = struct.pack("<2sHIHHHIII", b"II", 42, 8, 1, 0x8769, 4, 1, 8, 8)  # a directory that lies in itself
    yield "endless-exif.webp", encoded("WEBP", exif=b"Exif\0\0" + itself)
    yield "comment.jpg", encoded("JPEG", comment=SCRIPT.encode() * 1_000)
    yield "profile.jpg", encoded("JPEG", icc_profile=SCRIPT.encode() * 2_000)
    yield "date.jpg", encoded("JPEG", exif=_taken(SCRIPT))
    yield "no-such-day.jpg", encoded("JPEG", exif=_taken("2024:02:31 99:99:99"))


def _cut_short() -> Iterator[tuple[str, bytes]]:
    for format in FORMATS:
        picture = encoded(format, exif=_taken("2024:05:31 07:00:00"))
        for share in (0.002, 0.01, 0.03, 0.06, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 0.99):
            yield f"cut-{share}.{format.lower()}", picture[: int(share * len(picture))]


def _damaged() -> Iterator[tuple[str, bytes]]:
    random = np.random.default_rng(0)
    pictures = {format: encoded(format, exif=_taken("2024:05:31 07:00:00")) for format in FORMATS}
    while True:
        for format, picture in pictures.items():
            damaged = bytearray(picture)
            for place in random.integers(2, min(len(damaged), 400), size=12):
                damaged[place] = random.integers(256)
            yield f"damaged.{format.lower()}", bytes(damaged)


def _png(width: int, height: int, pixels: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _many_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan, a few bytes over millions of pixels, comes again and again."""
    file = io.BytesIO()
    Image.new("RGB", (6_000, 6_000)).save(file, "JPEG", progressive=True)
    picture = file.getvalue()
    last = picture.rindex(b"\xff\xda")
    return picture[:-2] + picture[last:-2] * count + b"\xff\xd9"


def _taken(text: str) -> bytes:
    exif = Image.Exif()
    exif[0x8769] = {0x9003: text}
    return exif.tobytes()


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, (_, content) in enumerate(hostile()):
        (folder / f"{number:03}.jpg").write_bytes(content)


if __name__ == "__main__":
    main()
