"""Writes the seeds of the readers of images: python3 seeds.py. Small files of peers (tests/Radiomics.Imaging.Tests), and DICOM written here byte by
byte from PS3.5 and PS3.10. What broke a reader once is kept beside them by hand (fault-*)."""
import base64, json, os, struct
here = os.path.dirname(os.path.abspath(__file__))
imaging = os.path.join(here, "..", "Radiomics.Imaging.Tests")

def put(folder, name, data):
    os.makedirs(os.path.join(here, "seeds", folder), exist_ok=True)
    with open(os.path.join(here, "seeds", folder, name), "wb") as f:
        f.write(data)

peers = {e["name"]: {n: base64.b64decode(d) for n, d in e["files"].items()} for e in json.load(open(f"{imaging}/Formats/peer_files.json"))}
picked = {
    "nifti": ["nifti i2", "nifti big f4", "nifti q1 s2 agree", "nifti scaled i2", "nifti extension", "nifti2 f4", "nifti 5D one", "nifti u1"],
    "nrrd": ["nrrd i2", "nrrd gzip", "nrrd ascii f4", "nrrd hex", "nrrd axis mins maxs", "nrrd comments and pairs", "nrrd kinds space", "nrrd u1"],
    "metaimage": ["meta i2", "meta zlib", "meta ascii", "meta orientation", "meta intensity slope", "meta 4D one", "meta big f4"],
}
for folder, names in picked.items():
    for name in names:
        for file, data in peers[name].items():
            put(folder, name.replace(" ", "-") + os.path.splitext(file)[1], data)
for name in ["meta external", "meta list", "meta numbered"]:
    for file, data in peers[name].items():
        put("mhd", file if file.endswith("raw") else name.replace(" ", "-") + ".mhd", data)
put("analyze", "analyze.hdr", peers["nifti pair"]["a.hdr"])
put("segnrrd", "two.seg.nrrd", b"""NRRD0004
type: unsigned char
dimension: 3
space: left-posterior-superior
sizes: 3 3 2
space directions: (1,0,0) (0,1,0) (0,0,2)
kinds: domain domain domain
encoding: raw
space origin: (0,0,0)
Segment0_ID:=Segment_1
Segment0_Name:=GTV
Segment0_LabelValue:=1
Segment0_Layer:=0
Segment0_Extent:=0 1 0 1 0 0
Segment1_ID:=Segment_2
Segment1_Name:=Liver
Segment1_LabelValue:=2
Segment1_Layer:=0

""" + bytes([1, 1, 0, 1, 2, 2, 0, 0, 0] * 2))
for picture in json.load(open(f"{imaging}/Formats/pictures.json")):
    kind = picture["name"].split()[0]
    if kind == "png" or "Big" not in picture["name"]:
        put({"png": "picture"}.get(kind, kind), picture["name"].replace(" ", "-") + "." + kind, base64.b64decode(picture["file"]))

LONG = {"OB", "OW", "SQ", "UN", "UT"}
def element(group, number, vr, value):
    if isinstance(value, str):
        value = value.encode("latin-1")
    if isinstance(value, int):
        value = struct.pack("<H" if vr == "US" else "<I", value)
    if len(value) % 2:
        value += b"\0" if vr in ("UI", "OB") else b" "
    head = struct.pack("<HH2s", group, number, vr.encode())
    return head + (struct.pack("<HI", 0, len(value)) if vr in LONG else struct.pack("<H", len(value))) + value
def sequence(group, number, items):
    body = b"".join(struct.pack("<HHI", 0xFFFE, 0xE000, len(i)) + i for i in items)
    return element(group, number, "SQ", body)
def file(syntax, *elements):
    meta = element(2, 0x10, "UI", syntax)
    return b"\0" * 128 + b"DICM" + element(2, 0, "UL", len(meta)) + meta + b"".join(elements)
UID = "1.2.826.0.1.3680043.8.498."
def slice_(syntax, columns, rows, allocated, stored, signed, pixels, z=0.0):
    return file(syntax,
        element(8, 8, "CS", "ORIGINAL\\PRIMARY\\AXIAL"), element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.2"), element(8, 0x18, "UI", UID + "1"),
        element(8, 0x60, "CS", "CT"), element(8, 0x70, "LO", "Maker"), element(0x18, 0x50, "DS", "2"), element(0x20, 0xD, "UI", UID + "2"),
        element(0x20, 0xE, "UI", UID + "3"), element(0x20, 0x13, "IS", "1"), element(0x20, 0x32, "DS", f"0\\0\\{z}"),
        element(0x20, 0x37, "DS", "1\\0\\0\\0\\1\\0"), element(0x20, 0x52, "UI", UID + "4"), element(0x28, 2, "US", 1),
        element(0x28, 4, "CS", "MONOCHROME2"), element(0x28, 0x10, "US", rows), element(0x28, 0x11, "US", columns),
        element(0x28, 0x30, "DS", "1.5\\1.5"), element(0x28, 0x100, "US", allocated), element(0x28, 0x101, "US", stored),
        element(0x28, 0x102, "US", stored - 1), element(0x28, 0x103, "US", signed), element(0x28, 0x1052, "DS", "-1024"),
        element(0x28, 0x1053, "DS", "1"), pixels)
put("dicom", "explicit.dcm", slice_("1.2.840.10008.1.2.1", 4, 4, 16, 12, 0, element(0x7FE0, 0x10, "OW", struct.pack("<16H", *range(16)))))
seen = set()
for case in json.load(open(f"{imaging}/Dicom/Codecs/codec_cases.json")):
    frame = base64.b64decode(case["frame"])
    if (case["syntax"], case["stored"]) in seen or len(frame) > 6000:
        continue
    seen.add((case["syntax"], case["stored"]))
    frame += b"\0" * (len(frame) % 2)
    pixels = struct.pack("<HH2sHI", 0x7FE0, 0x10, b"OB", 0, 0xFFFFFFFF) + struct.pack("<HHI", 0xFFFE, 0xE000, 0)
    pixels += struct.pack("<HHI", 0xFFFE, 0xE000, len(frame)) + frame + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    put("dicom", case["name"].replace(" ", "-").replace("/", "-") + ".dcm",
        slice_(case["syntax"], case["columns"], case["rows"], case["allocated"], case["stored"], case["signed"], pixels))
contour = lambda z: element(0x3006, 0x42, "CS", "CLOSED_PLANAR") + element(0x3006, 0x46, "IS", "4") \
    + element(0x3006, 0x50, "DS", f"1\\1\\{z}\\5\\1\\{z}\\5\\5\\{z}\\1\\5\\{z}")
put("rtstruct", "square.dcm", file("1.2.840.10008.1.2.1",
    element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.481.3"), element(8, 0x18, "UI", UID + "5"), element(8, 0x60, "CS", "RTSTRUCT"),
    sequence(0x3006, 0x10, [element(0x20, 0x52, "UI", UID + "4")]),
    sequence(0x3006, 0x20, [element(0x3006, 0x22, "IS", "1") + element(0x3006, 0x24, "UI", UID + "4") + element(0x3006, 0x26, "LO", "GTV"),
                            element(0x3006, 0x22, "IS", "2") + element(0x3006, 0x24, "UI", UID + "4") + element(0x3006, 0x26, "LO", "Empty")]),
    sequence(0x3006, 0x39, [sequence(0x3006, 0x40, [contour(0), contour(2)]) + element(0x3006, 0x84, "IS", "1")])))
functional = lambda z: sequence(0x20, 0x9113, [element(0x20, 0x32, "DS", f"0\\0\\{z}")]) \
    + sequence(0x62, 0xA, [element(0x62, 0xB, "US", 1)])
put("dicomseg", "binary.dcm", file("1.2.840.10008.1.2.1",
    element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.66.4"), element(8, 0x18, "UI", UID + "6"), element(8, 0x60, "CS", "SEG"),
    element(0x20, 0x52, "UI", UID + "4"), element(0x28, 2, "US", 1), element(0x28, 4, "CS", "MONOCHROME2"), element(0x28, 8, "IS", "2"),
    element(0x28, 0x10, "US", 8), element(0x28, 0x11, "US", 8), element(0x28, 0x100, "US", 1), element(0x28, 0x101, "US", 1),
    element(0x28, 0x102, "US", 0), element(0x28, 0x103, "US", 0), element(0x62, 1, "CS", "BINARY"),
    sequence(0x62, 2, [element(0x62, 4, "US", 1) + element(0x62, 5, "LO", "Tumour")]),
    sequence(0x5200, 0x9229, [sequence(0x20, 0x9116, [element(0x20, 0x37, "DS", "1\\0\\0\\0\\1\\0")])
        + sequence(0x28, 0x9110, [element(0x18, 0x50, "DS", "2") + element(0x28, 0x30, "DS", "1\\1")])]),
    sequence(0x5200, 0x9230, [functional(0), functional(2)]), element(0x7FE0, 0x10, "OB", bytes([0, 60, 60, 60, 0, 0, 0, 0] * 2))))
