"""Makes codec_cases.json: small frames that DCMTK, GDCM and OpenJPEG compressed, and the pixels that they themselves decompress them to.

Needs pydicom and numpy, dcmcjpeg, dcmdjpeg, dcmcjpls, dcmdjpls, dcmcrle (dcmtk), gdcmconv (libgdcm-tools), opj_compress, opj_decompress
(libopenjp2-tools). The image is a ramp with an ellipse and noise from a fixed generator: nobody's patient.
"""
import base64, json, os, subprocess, tempfile
import numpy as np
import pydicom
from pydicom.encaps import generate_frames
from pydicom.uid import ExplicitVRLittleEndian, CTImageStorage, generate_uid

W, H = 37, 29
rng = np.random.default_rng(7)
y, x = np.mgrid[0:H, 0:W]
plain = 300 + 9 * x + 5 * y + np.where(((x - 18) / 11) ** 2 + ((y - 14) / 8) ** 2 < 1, 900, 0) + rng.integers(0, 40, (H, W))
plain[20:24, :] = 77                                     # flat, for runs

FORMS = {"u8": (8, 8, 0, plain // 8), "u12": (16, 12, 0, plain), "s16": (16, 16, 1, plain - 1024), "u16": (16, 16, 0, plain * 30)}
TOOLS = {
    "rle": ["dcmcrle"], "jpeg lossless 1": ["dcmcjpeg", "+e1"], **{f"jpeg lossless p{p}": ["dcmcjpeg", "+el", "+sv", str(p)] for p in range(2, 8)},
    "jpeg lossless shifted": ["dcmcjpeg", "+el", "+sv", "1", "+pt", "2"], "jpeg extended": ["dcmcjpeg", "+ee", "+q", "80"], "jpeg baseline": ["dcmcjpeg", "+eb", "+q", "80"],
    "jpeg-ls": ["dcmcjpls"], "jpeg-ls near": ["dcmcjpls", "+en", "+md", "3"], "gdcm jpeg-ls": ["gdcmconv", "--jpegls"], "gdcm jpeg": ["gdcmconv", "--jpeg"],
    "gdcm j2k": ["gdcmconv", "--j2k"], "gdcm j2k lossy": ["gdcmconv", "--j2k", "--lossy", "--irreversible", "-r", "6"], "gdcm rle": ["gdcmconv", "--rle"],
}
OPJ = {
    "layers": "-r 20,10,1", "irreversible": "-I -r 8", "bypass": "-M 1", "reset": "-M 2", "terminate": "-M 4", "causal": "-M 8", "markers": "-M 32", "all modes": "-M 63", "RLCP": "-p RLCP -r 8,1",
    "RPCL": "-p RPCL -c [16,16] -r 8,1", "PCRL": "-p PCRL -c [16,16],[8,8]", "CPRL": "-p CPRL -c [16,16]", "blocks": "-b 4,32", "tiles": "-t 20,11", "tiles lossy": "-t 16,16 -I -r 6",
    "one level": "-n 1", "packet markers": "-SOP -EPH", "region": "-ROI c=0,U=5", "offset": "-d 13,7 -T 5,3 -t 20,17",
}


def base(allocated, stored, signed, values):
    d = pydicom.Dataset()
    d.file_meta = pydicom.dataset.FileMetaDataset()
    d.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    d.SOPClassUID = d.file_meta.MediaStorageSOPClassUID = CTImageStorage
    d.SOPInstanceUID = d.file_meta.MediaStorageSOPInstanceUID = d.SeriesInstanceUID = d.StudyInstanceUID = generate_uid(entropy_srcs=["codec"])
    d.Modality, d.PatientID, d.PatientName, d.ImagePositionPatient, d.ImageOrientationPatient, d.PixelSpacing = "CT", "X", "X", [0, 0, 0], [1, 0, 0, 0, 1, 0], [1, 1]
    d.Rows, d.Columns, d.SamplesPerPixel, d.PhotometricInterpretation = H, W, 1, "MONOCHROME2"
    d.BitsAllocated, d.BitsStored, d.HighBit, d.PixelRepresentation = allocated, stored, stored - 1, signed
    data = values.astype({(8, 0): "u1", (16, 0): "<u2", (16, 1): "<i2"}[allocated, signed]).tobytes()
    d.PixelData = data + b"\0" * (len(data) % 2)
    d["PixelData"].VR = "OB" if allocated == 8 else "OW"
    return d


cases = []
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)

    def run(*command):
        return subprocess.run(command, capture_output=True).returncode == 0

    def add(name, form, uid, frame, pixels):
        allocated, stored, signed, _ = FORMS[form]
        cases.append({"name": f"{form} {name}", "syntax": uid, "allocated": allocated, "stored": stored, "signed": signed, "columns": W, "rows": H,
                      "frame": base64.b64encode(frame).decode(), "pixels": base64.b64encode(pixels).decode()})

    for form, parts in FORMS.items():
        base(*parts).save_as("in.dcm", enforce_file_format=True)
        for name, command in TOOLS.items():
            if os.path.exists("out.dcm"):
                os.remove("out.dcm")
            if not run(*command, "in.dcm", "out.dcm"):
                continue
            d = pydicom.dcmread("out.dcm")
            uid = str(d.file_meta.TransferSyntaxUID)
            back = {"1.2.840.10008.1.2.5": ["dcmdrle"], "1.2.840.10008.1.2.4.80": ["dcmdjpls"], "1.2.840.10008.1.2.4.81": ["dcmdjpls"]}.get(
                uid, ["gdcmconv", "--raw"] if uid in ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91") else ["dcmdjpeg"])
            if not run(*back, "out.dcm", "raw.dcm") or d.BitsStored != parts[1]:
                continue
            add(name, form, uid, next(generate_frames(d.PixelData, number_of_frames=1)), pydicom.dcmread("raw.dcm").PixelData[:W * H * parts[0] // 8])
    FORMS["u12"][3].astype("<u2").tofile("in.raw")
    for name, options in OPJ.items():
        if run("opj_compress", "-i", "in.raw", "-o", "out.j2k", "-F", f"{W},{H},1,12,u", *options.split()) and run("opj_decompress", "-i", "out.j2k", "-o", "out.rawl"):
            add(f"opj {name}", "u12", "1.2.840.10008.1.2.4.91", open("out.j2k", "rb").read(), open("out.rawl", "rb").read())
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "codec_cases.json"), "w") as out:
    out.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print(len(cases))
