#!/usr/bin/env python3
"""Writes pictures.json: small pictures written by Pillow and SimpleITK (interlaced ones by the encoder below, read back by Pillow), with the samples that went in.

    PYTHONPATH=/opt/peers/site-packages python3 pictures.py > pictures.json
"""
import base64, io, json, os, struct, tempfile, zlib
import numpy as np
import SimpleITK as sitk
from PIL import Image

W, H = 23, 17
y, x = np.mgrid[0:H, 0:W]
grey = ((x * 11 + y * 7 + (x * y) % 5 * 9) % 256).astype(np.uint8)
deep = (grey.astype(np.uint16) * 251 + x).astype(np.uint16)
colour = np.stack([grey, grey * 3, 255 - grey], -1).astype(np.uint8)
bits = ((x + y) % 3 == 0)
labels = (x // 6 + 4 * (y // 9) % 7).astype(np.uint8)
cases = []

def add(name, data, kind, samples, palette=False):
    cases.append(dict(name=name, file=base64.b64encode(data).decode(), type=kind, channels=1 if samples.ndim == 2 else samples.shape[2],
                      palette=palette, samples=[float(v) for v in samples.ravel()]))

def pillow(array, mode=None, kind="PNG", **options):
    image = Image.fromarray(array) if mode is None else Image.fromarray(array).convert(mode)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()

def itk(array, suffix, vector=False):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a" + suffix)
        writer = sitk.ImageFileWriter()
        writer.SetFileName(path)
        writer.UseCompressionOff()
        writer.Execute(sitk.GetImageFromArray(array, isVector=vector))
        return open(path, "rb").read()

def interlaced(array):
    """Adam7, with the five row filters in turn."""
    depth = 8 * array.dtype.itemsize
    raw = b""
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        part = array[y0::dy, x0::dx]
        if part.size == 0:
            continue
        above = [0] * (part.shape[1] * depth // 8)
        for r, line in enumerate(part.astype(f">u{depth // 8}")):
            row, step, kind = list(line.tobytes()), depth // 8, r % 5
            out = []
            for i, v in enumerate(row):
                a, b, c = (row[i - step] if i >= step else 0), above[i], (above[i - step] if i >= step else 0)
                p = min((a, b, c), key=lambda q: (abs(a + b - c - q)))
                out.append((v - [0, a, b, (a + b) // 2, p][kind]) % 256)
            raw += bytes([kind] + out)
            above = row
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", array.shape[1], array.shape[0], depth, 0, 0, 0, 1))
    data += chunk(b"IDAT", zlib.compress(raw)[:100]) + chunk(b"IDAT", zlib.compress(raw)[100:]) + chunk(b"IEND", b"")
    assert (np.asarray(Image.open(io.BytesIO(data))) == array).all()
    return data

def palette(array):
    image = Image.fromarray(array, mode="P")
    image.putpalette([200, 0, 0, 0, 200, 0, 0, 0, 200, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9] + [0] * 747)
    return image

def saved(image, kind):
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()

add("png grey", pillow(grey), "UInt8", grey)
add("png grey ITK", itk(grey, ".png"), "UInt8", grey)
add("png 16 bits", itk(deep, ".png"), "UInt16", deep)
add("png colour", pillow(colour), "UInt8", colour)
add("png colour and alpha", pillow(np.dstack([colour, grey])), "UInt8", np.dstack([colour, grey]))
add("png bits", saved(Image.fromarray(bits), "PNG"), "UInt8", bits.astype(np.uint8))
add("png palette", saved(palette(labels), "PNG"), "UInt8", labels, True)
add("png interlaced", interlaced(grey), "UInt8", grey)
add("png interlaced 16 bits", interlaced(deep), "UInt16", deep)
add("bmp grey", pillow(grey, kind="BMP"), "UInt8", grey)
add("bmp colour", pillow(colour, kind="BMP"), "UInt8", colour)
add("bmp palette", saved(palette(labels), "BMP"), "UInt8", labels, True)
bw = (bits * 255).astype(np.uint8)
add("bmp bits", saved(Image.fromarray(bits), "BMP"), "UInt8", bw)
for kind in (np.uint8, np.int8, np.uint16, np.int16, np.uint32, np.float32):
    values = (deep.astype(np.float64) / 7 if kind is np.float32 else (deep.astype(np.int64) - (40000 if kind is np.int16 else 0)) % 60000 if np.dtype(kind).itemsize > 1 else grey).astype(kind)
    name = {"u": "UInt", "i": "Int", "f": "Float"}[np.dtype(kind).kind] + str(8 * np.dtype(kind).itemsize)
    try:
        add("tiff " + name, itk(values, ".tif"), name, values)
    except RuntimeError:
        add("tiff " + name, pillow(values, kind="TIFF"), name, values)
add("tiff colour", itk(colour, ".tif", True), "UInt8", colour)
add("tiff Pillow 16 bits", pillow(deep, kind="TIFF"), "UInt16", deep)
be = Image.fromarray(deep.astype(">u2"))
add("tiff big endian", saved(be, "TIFF"), "UInt16", deep)
def read_back(data, suffix, like=None):
    """What SimpleITK reads."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a" + suffix)
        open(path, "wb").write(data)
        values = sitk.GetArrayFromImage(sitk.ReadImage(path))
    assert like is None or (values == like).all()
    return values

for kind in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
    add("tiff " + kind, pillow(grey, kind="TIFF", compression=kind), "UInt8", grey)
for name, values in (("8", grey), ("16", deep)):
    for kind in ("tiff_lzw", "tiff_adobe_deflate"):
        data = pillow(values, kind="TIFF", compression=kind, tiffinfo={317: 2})
        add(f"tiff {kind} differences of {name} bits", data, "UInt" + name, read_back(data, ".tif", values))
data = pillow(colour, kind="TIFF", compression="tiff_lzw", tiffinfo={317: 2})
add("tiff colour LZW differences", data, "UInt8", read_back(data, ".tif", colour))
floats = deep.astype(np.float32) / 7
data = pillow(floats, kind="TIFF", compression="tiff_adobe_deflate", tiffinfo={317: 3})
add("tiff floats by predictor 3", data, "Float32", read_back(data, ".tif", floats))
# Longer than a table of LZW codes, with little that comes again.
noise = np.random.default_rng(3).integers(0, 256, (17, 23)).astype(np.uint8)
add("tiff LZW noise", pillow(noise, kind="TIFF", compression="tiff_lzw"), "UInt8", noise)

def tiled(values, side=16):
    """Tiles by hand (TIFF 6.0 section 15), read back by Pillow (SimpleITK falls back to eight bits of them)."""
    tiles = []
    for top in range(0, H, side):
        for left in range(0, W, side):
            tile = np.zeros((side, side), values.dtype)
            part = values[top:top + side, left:left + side]
            tile[:part.shape[0], :part.shape[1]] = part
            tiles.append(zlib.compress(tile.tobytes()))
    entries = [(256, 3, [W]), (257, 3, [H]), (258, 3, [8 * values.dtype.itemsize]), (259, 3, [8]), (262, 3, [1]), (277, 3, [1]),
               (322, 3, [side]), (323, 3, [side])]
    at = 8 + 2 + 12 * (len(entries) + 2) + 4
    lists = at
    data_at = lists + 8 * len(tiles)
    offsets = [data_at + sum(map(len, tiles[:i])) for i in range(len(tiles))]
    out = b"II*\0" + struct.pack("<IH", 8, len(entries) + 2)
    for tag, kind, value in entries:
        out += struct.pack("<HHIHH", tag, kind, 1, value[0], 0)
    out += struct.pack("<HHII", 324, 4, len(tiles), lists) + struct.pack("<HHII", 325, 4, len(tiles), lists + 4 * len(tiles))
    out += struct.pack("<I", 0) + struct.pack(f"<{len(tiles)}I", *offsets) + struct.pack(f"<{len(tiles)}I", *map(len, tiles)) + b"".join(tiles)
    return out

data = tiled(deep)
assert (np.asarray(Image.open(io.BytesIO(data))) == deep).all()
add("tiff tiles", data, "UInt16", deep)
stack = io.BytesIO()
pages = [Image.fromarray(grey), Image.fromarray(255 - grey), Image.fromarray(noise)]
pages[0].save(stack, "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
volume = read_back(stack.getvalue(), ".tif", np.stack([grey, 255 - grey, noise]))
cases.append(dict(name="tiff pages", file=base64.b64encode(stack.getvalue()).decode(), type="UInt8", channels=1, palette=False, slices=3,
                  samples=[float(v) for v in volume.ravel()]))
for quality in (40, 95):
    data = pillow(grey, kind="JPEG", quality=quality)
    add(f"jpeg {quality}", data, "UInt8", read_back(data, ".jpg"))
data = pillow(grey, kind="JPEG", quality=80, optimize=True, comment=b"x" * 5000)
add("jpeg with a long comment", data, "UInt8", read_back(data, ".jpg"))
print(json.dumps(cases, indent=0))
