"""Writes peer_files.json: small image files of every kind, and what SimpleITK (NIfTI-2: nibabel) reads from them.

Run it with a Python that has SimpleITK, nibabel and numpy: python make_peer_files.py peer_files.json
"""
import base64, bz2, gzip, json, os, struct, sys, tempfile, zlib
import nibabel as nib
import numpy as np
import SimpleITK as sitk

shape = (3, 4, 2)  # x, y, z
rng = np.random.default_rng(20261123)
cases = []


def values(dtype, count=24):
    dtype = np.dtype(dtype)
    if dtype.kind == "f":
        return (rng.normal(size=count) * 100).astype(dtype)
    info = np.iinfo(dtype)
    low, high = max(info.min, -2**40), min(info.max, 2**40)
    data = rng.integers(low, high, count, endpoint=True).astype(dtype)
    data[:2] = low, high
    return data


def add(name, files, note=""):
    """files: name -> bytes; the first is the one that is read."""
    with tempfile.TemporaryDirectory() as folder:
        for file, content in files.items():
            with open(os.path.join(folder, file), "wb") as f:
                f.write(content)
        main = os.path.join(folder, next(iter(files)))
        case = {"name": name, "files": {k: base64.b64encode(v).decode() for k, v in files.items()}}
        if note:
            case["note"] = note
        try:
            case.update(nifti2(main) if name.startswith("nifti2") else simpleitk(main))
        except Exception as e:  # what the peer refuses
            case["error"] = str(e).split("ERROR:")[-1].strip()[:200]
            print(name, "->", case["error"])
        cases.append(case)


def simpleitk(path):
    image = sitk.ReadImage(path)
    if image.GetDimension() == 4:
        image = image[:, :, :, 0]
    n = image.GetDimension()
    d = np.eye(3)
    d[:n, :n] = np.array(image.GetDirection()).reshape(n, n)
    pad = lambda v, x: list(v) + [x] * (3 - n)
    return {
        "reader": "SimpleITK " + sitk.Version().VersionString().split()[0],
        "type": str(sitk.GetArrayViewFromImage(image).dtype),
        "dimensions": n, "size": pad(image.GetSize(), 1),
        "spacing": pad(image.GetSpacing(), 1.0),
        "origin": pad(image.GetOrigin(), 0.0),
        "direction": d.ravel().tolist(),
        "values": [float(v) if v.dtype.kind == "f" else int(v) for v in sitk.GetArrayFromImage(image).ravel()],
    }


def nifti2(path):
    image = nib.load(path)
    lps = np.diag([-1.0, -1, 1, 1]) @ image.affine
    spacing = np.linalg.norm(lps[:3, :3], axis=0)
    data = np.asarray(image.dataobj)
    return {
        "reader": "nibabel " + nib.__version__, "type": data.dtype.name, "size": list(data.shape), "spacing": spacing.tolist(),
        "origin": lps[:3, 3].tolist(), "direction": (lps[:3, :3] / spacing).ravel().tolist(),
        "values": [float(v) if data.dtype.kind == "f" else int(v) for v in data.ravel(order="F")],
    }


def rotation(a, b, c):
    ca, sa, cb, sb, cc, sc = np.cos(a), np.sin(a), np.cos(b), np.sin(b), np.cos(c), np.sin(c)
    return (np.array([[ca, -sa, 0], [sa, ca, 0], [0, 0, 1]]) @ np.array([[cb, 0, sb], [0, 1, 0], [-sb, 0, cb]])
            @ np.array([[1, 0, 0], [0, cc, -sc], [0, sc, cc]]))


def affine(r, spacing=(0.7, 1.3, 2.9), origin=(11.5, -22.25, 333.125)):
    a = np.eye(4)
    a[:3, :3] = r * np.array(spacing)
    a[:3, 3] = origin
    return a


R1, R2 = rotation(0.3, -0.2, 0.1), rotation(-0.4, 0.25, 0.6)
LEFT = R1 @ np.diag([1.0, 1, -1])
SKEW = R1.copy()
SKEW[:, 0] += 0.2 * SKEW[:, 1]
codes = {"i1": 256, "u1": 2, "i2": 4, "u2": 512, "i4": 8, "u4": 768, "i8": 1024, "u8": 1280, "f4": 16, "f8": 64}


def nifti1(data, order="<", dim=None, pixdim=(1, 0.7, 1.3, 2.9), qcode=0, scode=0, quat=(0, 0, 0), qoff=(0, 0, 0), s=None, units=2,
           slope=1.0, inter=0.0, offset=352, magic=b"n+1\0", intent=0, code=None, tail=b"\0" * 4):
    dim = dim or (3,) + shape
    h = bytearray(348)
    struct.pack_into(order + "i", h, 0, 348)
    struct.pack_into(order + "8h", h, 40, *(tuple(dim) + (1,) * 7)[:8])
    struct.pack_into(order + "h", h, 68, intent)
    struct.pack_into(order + "hh", h, 70, code or codes[data.dtype.str[1:]], data.dtype.itemsize * 8)
    struct.pack_into(order + "8f", h, 76, *(tuple(pixdim) + (1,) * 8)[:8])
    struct.pack_into(order + "3f", h, 108, offset, slope, inter)
    h[123] = units
    struct.pack_into(order + "hh", h, 252, qcode, scode)
    struct.pack_into(order + "6f", h, 256, *quat, *qoff)
    if s is not None:
        struct.pack_into(order + "12f", h, 280, *np.asarray(s)[:3].ravel())
    h[344:348] = magic
    return bytes(h) + tail, data.astype(data.dtype.newbyteorder(order)).tobytes()


def quaternion(r):
    handed = np.sign(np.linalg.det(r))
    q = nib.quaternions.mat2quat(r @ np.diag([1, 1, handed]))
    return (handed, tuple(q[1:] * (1 if q[0] >= 0 else -1)))


for t in codes:
    add(f"nifti {t}", {"a.nii": b"".join(nifti1(values(t), scode=1, s=affine(R1)))})
    add(f"nifti big {t}", {"a.nii": b"".join(nifti1(values(t), ">", qcode=1, quat=quaternion(R2)[1], qoff=(1, 2, 3)))})
i2 = values("i2")
f1, q1 = quaternion(R1)
fl, ql = quaternion(LEFT)
one = lambda **k: {"a.nii": b"".join(nifti1(i2, **k))}
for qcode, scode in ((0, 0), (0, 1), (0, 2), (1, 0), (2, 0), (1, 1), (1, 2), (2, 1), (2, 4), (4, 3)):
    add(f"nifti q{qcode} s{scode} differ", one(qcode=qcode, scode=scode, quat=q1, qoff=(5, 6, 7), s=affine(R2)))
    add(f"nifti q{qcode} s{scode} agree", one(qcode=qcode, scode=scode, quat=q1, qoff=(11.5, -22.25, 333.125), s=affine(R1)))
    add(f"nifti q{qcode} s{scode} skewed", one(qcode=qcode, scode=scode, quat=q1, qoff=(5, 6, 7), s=affine(SKEW)))
    add(f"nifti q{qcode} s{scode} near", one(qcode=qcode, scode=scode, quat=q1, qoff=(11.5, -22.25, 333.125), s=affine(R1 @ rotation(3e-5, 0, 0))))
    add(f"nifti q{qcode} s{scode} left-handed", one(qcode=qcode, scode=scode, quat=ql, pixdim=(fl, 0.7, 1.3, 2.9), qoff=(5, 6, 7), s=affine(LEFT)))
add("nifti s1 other spacing", one(scode=1, s=affine(R1, (1, 2, 3))))
add("nifti s1 q1 other spacing", one(qcode=1, quat=q1, scode=1, s=affine(R1, (1, 2, 3))))
for units in (0, 1, 2, 3, 8, 10, 9):
    add(f"nifti units {units}", one(units=units, qcode=1, quat=q1, qoff=(1, 2, 3)))
    add(f"nifti units {units} s", one(units=units, scode=1, s=affine(R1)))
add("nifti half turn", one(qcode=1, quat=(1, 0, 0), qoff=(1, 2, 3)))
add("nifti long quaternion", one(qcode=1, quat=(0.8, 0.7, 0.1), qoff=(1, 2, 3)))
add("nifti pixdim zero", one(qcode=1, quat=q1, pixdim=(1, 0, 1.3, 2.9)))
add("nifti pixdim negative q", one(qcode=1, quat=q1, pixdim=(1, 0.7, -1.3, 2.9)))
add("nifti pixdim negative s", one(scode=1, s=affine(R1), pixdim=(1, 0.7, -1.3, 2.9)))
add("nifti pixdim negative none", one(pixdim=(1, 0.7, -1.3, 2.9)))
for t in ("u1", "i2", "i4", "u8", "f4", "f8"):
    v = values(t)
    add(f"nifti scaled {t}", {"a.nii": b"".join(nifti1(v, slope=0.37, inter=-11.3, scode=1, s=affine(R1)))})
add("nifti slope 0", one(slope=0, inter=5))
add("nifti slope 1 inter 5", one(slope=1, inter=5))
add("nifti slope -1", one(slope=-1))
add("nifti slope nan", one(slope=float("nan"), inter=float("nan")))
add("nifti 4D one", one(dim=(4,) + shape + (1,), scode=1, s=affine(R1)))
add("nifti 5D one", one(dim=(5,) + shape + (1, 1), scode=1, s=affine(R1)))
add("nifti 2D", one(dim=(2, 6, 4), pixdim=(1, 0.7, 1.3), qcode=1, qoff=(1, 2, 3)))
add("nifti 3D one slice", one(dim=(3, 6, 4, 1), scode=1, s=affine(R1)))
add("nifti dim zero", one(dim=(4,) + shape + (0,), scode=1, s=affine(R1)))
add("nifti intent label", one(intent=1002, scode=1, s=affine(R1)))
add("nifti extension", one(offset=416, tail=b"\1\0\0\0" + struct.pack("<ii", 64, 6) + b"comment".ljust(56, b"\0"), scode=1, s=affine(R1)))
h, d = nifti1(i2, magic=b"ni1\0", offset=0, tail=b"", scode=1, s=affine(R1))
add("nifti pair", {"a.hdr": h, "a.img": d})
add("nifti pair by data", {"a.img": d, "a.hdr": h})
add("nifti pair gz", {"a.hdr.gz": gzip.compress(h), "a.img.gz": gzip.compress(d)})
add("nifti pair offset", {"a.hdr": nifti1(i2, magic=b"ni1\0", offset=16, tail=b"")[0], "a.img": b"x" * 16 + d})
add("nifti gz", {"a.nii.gz": gzip.compress(b"".join(nifti1(i2, scode=1, s=affine(R1))))})
for t in ("i1", "i2", "i8", "f4", "f8"):
    image = nib.Nifti2Image(values(t).reshape(shape, order="F"), affine(R2), dtype=np.dtype(t))
    add(f"nifti2 {t}", {"a.nii": image.to_bytes()})
image = nib.Nifti2Image(values("i4").reshape(shape, order="F"), affine(R2), nib.Nifti2Header(endianness=">"))
image.set_sform(None, 0)
image.set_qform(affine(LEFT), 2)
add("nifti2 qform big", {"a.nii": image.to_bytes()})

D = "(0.7,0.1,0) (-0.2,1.3,0.05) (0.1,-0.05,2.9)"
names = {"i1": "signed char", "u1": "uchar", "i2": "int16", "u2": "unsigned short int", "i4": "int32_t", "u4": "uint", "i8": "longlong",
         "u8": "uint64", "f4": "float", "f8": "double"}


def nrrd(fields, data=b"", version="NRRD0004"):
    return (version + "\n" + "\n".join(fields) + ("\n" if any("LIST" in f for f in fields) else "\n\n")).encode() + data


def basic(t="i2", endian="little", space="left-posterior-superior", extra=(), encoding="raw", sizes="3 4 2"):
    return [f"type: {names[t]}", f"dimension: {len(sizes.split())}", f"sizes: {sizes}", f"encoding: {encoding}", f"endian: {endian}",
            f"space: {space}", f"space directions: {D}", "space origin: (-12.5,33.25,-410)", *extra]


for t in names:
    v = values(t)
    add(f"nrrd {t}", {"a.nrrd": nrrd(basic(t), v.tobytes())})
    add(f"nrrd big {t}", {"a.nrrd": nrrd(basic(t, "big"), v.astype(v.dtype.newbyteorder(">")).tobytes())})
    text = " ".join(repr(x.item()) for x in v)
    if t not in ("i1", "u1", "i8", "u8"):
        add(f"nrrd ascii {t}", {"a.nrrd": nrrd(basic(t, encoding="ascii"), text.encode())})
b = i2.tobytes()
for space in ("right-anterior-superior", "RAS", "left-posterior-superior", "LPS", "scanner-xyz", "3D-right-handed", "3D-left-handed"):
    add(f"nrrd space {space}", {"a.nrrd": nrrd(basic(space=space), b)})
add("nrrd gzip", {"a.nrrd": nrrd(basic(encoding="gz"), gzip.compress(b))})
add("nrrd hex", {"a.nrrd": nrrd(basic(encoding="hex"), b.hex().encode())})
add("nrrd crlf", {"a.nrrd": nrrd(basic(), b"").replace(b"\n", b"\r\n") + b})
add("nrrd comments and pairs", {"a.nrrd": nrrd(["# a comment", *basic(extra=["a key:=a: value", 'content: nothing'])], b)})
add("nrrd detached", {"a.nhdr": nrrd(basic(extra=["data file: a.raw"])), "a.raw": b})
add("nrrd detached gz", {"a.nhdr": nrrd(basic(encoding="gzip", extra=["datafile: a.raw.gz"])), "a.raw.gz": gzip.compress(b)})
add("nrrd byte skip", {"a.nhdr": nrrd(basic(extra=["data file: a.raw", "byte skip: 7"])), "a.raw": b"1234567" + b})
add("nrrd byte skip -1", {"a.nhdr": nrrd(basic(extra=["data file: a.raw", "byte skip: -1"])), "a.raw": b"123456789" + b})
add("nrrd line skip", {"a.nhdr": nrrd(basic(extra=["data file: a.raw", "line skip: 2"])), "a.raw": b"one\ntwo lines\n" + b})
add("nrrd line and byte skip", {"a.nhdr": nrrd(basic(extra=["data file: a.raw", "lineskip: 1", "byteskip: 3"])), "a.raw": b"one\nabc" + b})
add("nrrd byte skip gz", {"a.nhdr": nrrd(basic(encoding="gzip", extra=["data file: a.gz", "byte skip: 5"])), "a.gz": gzip.compress(b"12345" + b)})
add("nrrd list", {"a.nhdr": nrrd(basic(extra=["data file: LIST", "b.raw", "c.raw"])), "b.raw": b[:24], "c.raw": b[24:]})
add("nrrd list 3", {"a.nhdr": nrrd(basic(extra=["data file: LIST 3", "b.raw", "c.raw"])), "b.raw": b[:24], "c.raw": b[24:]})
add("nrrd numbered", {"a.nhdr": nrrd(basic(extra=["data file: s%02d.raw 3 4 1"])), "s03.raw": b[:24], "s04.raw": b[24:]})
plain = ["type: short", "dimension: 3", "sizes: 3 4 2", "encoding: raw", "endian: little"]
add("nrrd plain", {"a.nrrd": nrrd(plain, b)})
add("nrrd spacings", {"a.nrrd": nrrd(plain + ["spacings: 0.5 0.6 3"], b)})
add("nrrd negative spacing", {"a.nrrd": nrrd(plain + ["spacings: 0.5 -0.6 3"], b)})
add("nrrd spacings nan", {"a.nrrd": nrrd(plain + ["spacings: 0.5 nan 3"], b)})
add("nrrd axis mins", {"a.nrrd": nrrd(plain + ["spacings: 0.5 0.6 3", "axis mins: 10 20 30"], b)})
add("nrrd axis mins node", {"a.nrrd": nrrd(plain + ["spacings: 0.5 0.6 3", "axis mins: 10 20 30", "centers: node node node"], b)})
add("nrrd axis mins cell", {"a.nrrd": nrrd(plain + ["spacings: 0.5 0.6 3", "axismins: 10 20 30", "centerings: cell cell cell"], b)})
add("nrrd axis mins maxs", {"a.nrrd": nrrd(plain + ["axis mins: 10 20 30", "axis maxs: 16 28 34"], b)})
add("nrrd axis mins maxs node", {"a.nrrd": nrrd(plain + ["axis mins: 10 20 30", "axis maxs: 16 28 34", "centers: node node node"], b)})
add("nrrd 2D plain", {"a.nrrd": nrrd(["type: short", "dimension: 2", "sizes: 6 4", "encoding: raw", "endian: little", "spacings: 0.5 0.6"], b)})
add("nrrd 2D space", {"a.nrrd": nrrd(["type: short", "dimension: 2", "sizes: 6 4", "encoding: raw", "endian: little", "space dimension: 2",
                                      "space directions: (0.5,0.1) (-0.1,0.5)", "space origin: (7,8)"], b)})
add("nrrd no origin", {"a.nrrd": nrrd([f for f in basic() if "origin" not in f], b)})
add("nrrd space dimension", {"a.nrrd": nrrd([f if not f.startswith("space:") else "space dimension: 3" for f in basic()], b)})
add("nrrd list of one", {"a.nrrd": nrrd(["type: short", "dimension: 4", "sizes: 1 3 4 2", "encoding: raw", "endian: little", "space: LPS",
                                         "kinds: list domain domain domain", f"space directions: none {D}", "space origin: (1,2,3)"], b)})
add("nrrd kinds space", {"a.nrrd": nrrd(basic(extra=["kinds: space space space", 'labels: "x" "y" "z"', "thicknesses: nan nan 2.9"]), b)})
add("nrrd left-handed", {"a.nrrd": nrrd([f.replace("(0.1,-0.05,2.9)", "(0.1,-0.05,-2.9)") for f in basic()], b)})

mets = {"i1": "MET_CHAR", "u1": "MET_UCHAR", "i2": "MET_SHORT", "u2": "MET_USHORT", "i4": "MET_INT", "u4": "MET_UINT", "i8": "MET_LONG_LONG",
        "u8": "MET_ULONG_LONG", "f4": "MET_FLOAT", "f8": "MET_DOUBLE"}
M = "TransformMatrix = " + " ".join(repr(float(x)) for x in R1.T.ravel())


def meta(t="i2", data=b"", extra=(), file="LOCAL", matrix=M, size="3 4 2", binary="True", spacing="ElementSpacing = 0.7 1.3 2.9"):
    lines = ["ObjectType = Image", f"NDims = {len(size.split())}", f"BinaryData = {binary}", matrix, "Offset = -12.5 33.25 -410", spacing,
             *extra, f"DimSize = {size}", f"ElementType = {mets.get(t, t)}", f"ElementDataFile = {file}"]
    return ("\n".join(x for x in lines if x) + "\n").encode() + data


for t in mets:
    v = values(t)
    add(f"meta {t}", {"a.mha": meta(t, v.tobytes())})
    if v.dtype.itemsize > 1:
        add(f"meta big {t}", {"a.mha": meta(t, v.astype(v.dtype.newbyteorder(">")).tobytes(), ["BinaryDataByteOrderMSB = True"])})
add("meta long", {"a.mha": meta("MET_LONG", values("i4").tobytes())})
add("meta big by element", {"a.mha": meta("i2", i2.astype(">i2").tobytes(), ["ElementByteOrderMSB = True"])})
z = zlib.compress(b)
add("meta zlib", {"a.mha": meta(data=z, extra=["CompressedData = True", f"CompressedDataSize = {len(z)}"])})
add("meta external", {"a.mhd": meta(file="a.raw"), "a.raw": b})
add("meta external zlib", {"a.mhd": meta(file="a.zraw", extra=["CompressedData = True", f"CompressedDataSize = {len(z)}"]), "a.zraw": z})
add("meta header size", {"a.mhd": meta(file="a.raw", extra=["HeaderSize = 5"]), "a.raw": b"12345" + b})
add("meta header size -1", {"a.mhd": meta(file="a.raw", extra=["HeaderSize = -1"]), "a.raw": b"12345" + b})
add("meta ascii", {"a.mha": meta(binary="False", data=(" ".join(map(str, i2)) + "\n").encode())})
add("meta ascii float", {"a.mha": meta("f4", binary="False", data=(" ".join(map(str, values("f4"))) + "\n").encode())})
add("meta list", {"a.mhd": meta(file="LIST\nb.raw\nc.raw"), "b.raw": b[:24], "c.raw": b[24:]})
add("meta list 2", {"a.mhd": meta(file="LIST 2\nb.raw\nc.raw"), "b.raw": b[:24], "c.raw": b[24:]})
add("meta numbered", {"a.mhd": meta(file="s%03d.raw 7 8 1"), "s007.raw": b[:24], "s008.raw": b[24:]})
add("meta element size", {"a.mha": meta(data=b, spacing="ElementSize = 1 2 3")})
add("meta both sizes", {"a.mha": meta(data=b, spacing="ElementSize = 1 2 3\nElementSpacing = 4 5 6")})
add("meta no spacing", {"a.mha": meta(data=b, spacing="")})
add("meta negative spacing", {"a.mha": meta(data=b, spacing="ElementSpacing = 0.7 -1.3 2.9")})
add("meta no matrix", {"a.mha": meta(data=b, matrix="")})
add("meta position", {"a.mha": meta(data=b).replace(b"Offset", b"Position")})
add("meta origin", {"a.mha": meta(data=b).replace(b"Offset", b"Origin")})
add("meta rotation", {"a.mha": meta(data=b).replace(b"TransformMatrix", b"Rotation")})
add("meta orientation", {"a.mha": meta(data=b).replace(b"TransformMatrix", b"Orientation")})
add("meta anatomical", {"a.mha": meta(data=b, extra=["AnatomicalOrientation = LPS"])})
add("meta centre of rotation", {"a.mha": meta(data=b, extra=["CenterOfRotation = 4 5 6"])})
add("meta scaled matrix", {"a.mha": meta(data=b, matrix="TransformMatrix = 2 0 0 0 1 0 0 0 1")})
add("meta intensity slope", {"a.mha": meta(data=b, extra=["ElementToIntensityFunctionSlope = 2", "ElementToIntensityFunctionOffset = 3"])})
add("meta 2D", {"a.mha": meta(data=b, size="6 4", matrix="TransformMatrix = 0.8 0.6 -0.6 0.8", spacing="ElementSpacing = 0.5 0.6").replace(b" -410", b"")})
add("meta 4D one", {"a.mha": meta(data=b, size="3 4 2 1", matrix="", spacing="ElementSpacing = 0.7 1.3 2.9 1").replace(b" -410", b" -410 0")})
add("meta crlf", {"a.mha": meta().replace(b"\n", b"\r\n") + b})
add("meta tight", {"a.mha": meta(data=b).replace(b" = ", b"=")})

with open(sys.argv[1], "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, allow_nan=True) for c in cases) + "\n]\n")
print(len(cases), "cases", os.path.getsize(sys.argv[1]), "bytes")
