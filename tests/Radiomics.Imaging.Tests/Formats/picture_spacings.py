#!/usr/bin/env python3
"""Writes picture_spacings.json: pictures of 5 x 4 whose files state a resolution, with the spacing that SimpleITK reads.

    PYTHONPATH=/opt/peers/site-packages python3 picture_spacings.py > picture_spacings.json
"""
import base64, io, json, os, struct, tempfile, zlib
import numpy as np
import SimpleITK as sitk
from PIL import Image

a = np.arange(20, dtype=np.uint8).reshape(4, 5)
files = {}

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

def png(name, *chunks):
    raw = b"".join(b"\0" + row.tobytes() for row in a)
    files[name + ".png"] = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 4, 8, 0, 0, 0, 0))
                            + b"".join(chunk(*c) for c in chunks) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))

def tiff(name, x, y, unit, pages=1):
    out, link = bytearray(b"II*\0\0\0\0\0"), 4
    for _ in range(pages):
        at = len(out)
        out += a.tobytes()
        entries = [(256, 3, 1, 5), (257, 3, 1, 4), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, at), (277, 3, 1, 1),
                   (278, 3, 1, 4), (279, 4, 1, 20)]
        for tag, ratio in ((282, x), (283, y)):
            if ratio:
                entries.append((tag, 5, 1, len(out)))
                out += struct.pack("<II", *ratio)
        if unit is not None:
            entries.append((296, 3, 1, unit))
        struct.pack_into("<I", out, link, len(out))
        out += struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *e) for e in sorted(entries))
        link = len(out)
        out += b"\0\0\0\0"
    files[name + ".tif"] = bytes(out)

def bmp(name, x, y):
    palette = b"".join(struct.pack("BBBB", i, i, i, 0) for i in range(256))
    rows = b"".join(row.tobytes() + b"\0" * 3 for row in a[::-1])
    files[name + ".bmp"] = (b"BM" + struct.pack("<IHHI", 1078 + len(rows), 0, 0, 1078)
                            + struct.pack("<IiiHHIIiiII", 40, 5, 4, 1, 8, 0, len(rows), x, y, 256, 0) + palette + rows)

def itk(name, image):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        sitk.WriteImage(image, path)
        with open(path, "rb") as f:
            files[name] = f.read()

png("none")
png("density", (b"pHYs", struct.pack(">IIB", 1280, 2560, 1)))
for name, scale in [("scale", b"\x010.5\0000.25"), ("radian", b"\x020.5\0000.25"), ("exponent", b"\x015e-1\0002.5e-1"),
                    ("negative", b"\x01-1\0000.25"), ("zero", b"\x010\0000.25"), ("text", b"\x01abc\0000.25"),
                    ("unknown", b"\x030.5\0000.25"), ("single", b"\x010.5")]:
    png(name, (b"sCAL", scale))
tiff("none", None, None, None)
tiff("inch", (72, 1), (36, 1), 2)
tiff("centimetre", (1280, 100), (2560, 100), 3)
tiff("ratio", (4, 1), (8, 1), 1)
tiff("nothing", (72, 1), (36, 1), None)
tiff("across", (72, 1), None, 2)
tiff("zero", (0, 1), (72, 1), 2)
tiff("other", (72, 1), (36, 1), 9)
tiff("pages", (72, 1), (36, 1), 2, pages=3)
bmp("none", 0, 0)
bmp("density", 1280, 2560)
image = sitk.GetImageFromArray(a)
image.SetSpacing((0.5, 0.25))
for suffix in ("png", "tif", "bmp"):
    itk("itk." + suffix, image)
image.SetSpacing((1, 1))
itk("one.tif", image)
stack = sitk.GetImageFromArray(np.stack([a] * 3))
stack.SetSpacing((0.5, 0.25, 2))
itk("stack.tif", stack)
# ITK writes progressive ones, which are not read here.
out = io.BytesIO()
Image.fromarray(a).save(out, "JPEG")
jpeg = files["none.jpg"] = out.getvalue()
at = jpeg.index(b"JFIF\0")
for unit, x, y in [(0, 2, 3), (1, 72, 36), (2, 40, 20), (1, 0, 72), (1, 1, 1)]:
    files[f"{unit} {x} {y}.jpg"] = jpeg[:at + 7] + struct.pack(">BHH", unit, x, y) + jpeg[at + 12:]

cases = []
with tempfile.TemporaryDirectory() as folder:
    for name, data in files.items():
        path = os.path.join(folder, name)
        with open(path, "wb") as f:
            f.write(data)
        cases.append(dict(name=name, file=base64.b64encode(data).decode(), spacing=list(sitk.ReadImage(path).GetSpacing())[:2]))
print(json.dumps(cases, indent=0))
