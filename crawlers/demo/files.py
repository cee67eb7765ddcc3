"""The demo site's files, made in code: pictures, a PDF with Vietnamese text, a logo and a style sheet."""

import struct
import textwrap
import zlib
from collections.abc import Sequence

WIDTH, HEIGHT = 640, 360

LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="30" fill="#0b6e8a"/>
<path d="M6 36q6.500-8 13 0t13 0 13 0 13 0" fill="none" stroke="#fff" stroke-width="5"/></svg>"""

STYLE = b"""/* Theme Name: Song May */
body{font:17px/1.6 "Noto Serif",Georgia,serif;margin:0;color:#222}
.site-header{background:#0b6e8a;color:#fff;padding:1em}
.site-branding{background:url(images/logo.svg) no-repeat;background-size:48px;padding-left:60px}
.site-content{display:flex;max-width:1100px;margin:auto}
.content-area{flex:3;padding:1em}.widget-area{flex:1;padding:1em}
img{max-width:100%;height:auto}.wp-caption-text,figcaption{font-style:italic;text-align:center}
.entry-meta{color:#666;font-size:.85em}td{border:1px solid #999;padding:.3em .6em}
"""


def png(name: str) -> bytes:
    """A picture of a river under a sky; each name gives its own colours and course."""
    seed = zlib.crc32(name.encode())
    sky, hill, river = ((seed >> shift & 63) + base for shift, base in ((0, 150), (6, 60), (12, 90)))
    rows = bytearray()
    for y in range(HEIGHT):
        bank = 320 + ((y * (3 + seed % 5)) % 170) - 85
        if y < 150:
            rows += b"\0" + bytes((sky, 200, 235)) * WIDTH
        else:
            left = bytes((hill, 120, 60)) * (bank - 60)
            rows += b"\0" + left + bytes((60, river, 170)) * 120 + bytes((hill, 130, 70)) * (WIDTH - bank - 60)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF page of text that can be searched and copied: each letter has its name and its Unicode value."""
    wrapped = [piece for line in lines for piece in textwrap.wrap(line, 78)]
    letters = sorted({letter for line in wrapped for letter in line})
    codes = {letter: code for code, letter in enumerate(letters, 1)}
    shown = "".join(f"<{''.join(f'{codes[letter]:02x}' for letter in line)}> Tj T*\n" for line in wrapped)
    names = " ".join(f"/uni{ord(letter):04X}" for letter in letters)
    last = len(letters)
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (vi) >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F 5 0 R >> >> >>",
            _stream(f"BT /F 12 Tf 18 TL 60 780 Td\n{shown}ET".encode()),
            (
                f"<< /Type /Font /Subtype /TrueType /BaseFont /Arial /FirstChar 1 /LastChar {last}"
                f" /Widths [{'556 ' * last}] /FontDescriptor 6 0 R /ToUnicode 7 0 R"
                f" /Encoding << /Type /Encoding /Differences [1 {names}] >> >>"
            ).encode(),
            b"<< /Type /FontDescriptor /FontName /Arial /Flags 32 /FontBBox [-665 -325 2000 1006] /ItalicAngle 0"
            b" /Ascent 905 /Descent -212 /CapHeight 716 /StemV 80 >>",
            _stream(_to_unicode(letters)),
        ]
    )


def _to_unicode(letters: Sequence[str]) -> bytes:
    pairs = "".join(f"<{code:02x}> <{ord(letter):04x}>\n" for code, letter in enumerate(letters, 1))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Vi def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(letters)} beginbfchar\n{pairs}endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assembled(objects: Sequence[bytes]) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end
