"""Writes mask_cases.json: what PyRadiomics' checkMask says of masks on other grids, and the masks it makes of them.

python make_mask_cases.py mask_cases.json
"""
import json, logging, sys
import numpy as np
import radiomics
import SimpleITK as sitk
from radiomics import imageoperations, setVerbosity
from scipy.spatial.transform import Rotation

setVerbosity(60)
rng = np.random.default_rng(20261124)
cases = []


def grid(size, spacing, origin, rotation):
    image = sitk.Image([int(v) for v in size], sitk.sitkInt16)
    image.SetSpacing([float(v) for v in spacing])
    image.SetOrigin([float(v) for v in origin])
    image.SetDirection([float(v) for v in rotation.ravel()])
    return image


def describe(image):
    return {"size": image.GetSize(), "spacing": image.GetSpacing(), "origin": image.GetOrigin(), "direction": image.GetDirection()}


def add(name, image, mask, **settings):
    tolerance = settings.pop("geometryTolerance", None)
    for f in (sitk.ProcessObject.SetGlobalDefaultCoordinateTolerance, sitk.ProcessObject.SetGlobalDefaultDirectionTolerance):
        f(1e-6 if tolerance is None else tolerance)
    case = {"name": name, "image": describe(image), "mask": describe(mask), "voxels": "".join(map(str, sitk.GetArrayFromImage(mask).ravel())),
            "settings": {**settings, "geometryTolerance": tolerance}}
    try:
        box, corrected = imageoperations.checkMask(image, mask, label=1, **settings)
        case["box"] = [int(v) for v in box]
        if corrected is not None:
            case["corrected"] = "".join(map(str, sitk.GetArrayFromImage(corrected).ravel()))
    except Exception as e:
        case["error"] = str(e).split("\n")[0]
    cases.append(case)


def blob(mask, share=0.4):
    voxels = (rng.random(mask.GetSize()[::-1]) < share).astype(np.uint32)
    voxels[:2, :2, :2] = 0
    voxels[-2:] = voxels[:, -2:] = voxels[:, :, -2:] = 0
    out = sitk.GetImageFromArray(voxels)
    out.CopyInformation(mask)
    return out


size, spacing, origin = (9, 8, 7), (0.8, 1.1, 2.3), (-12.5, 30.25, 100.0)
for i in range(30):
    r = Rotation.from_euler("xyz", rng.normal(size=3) * (0 if i % 3 == 0 else 0.5)).as_matrix()
    image = grid(size, spacing, origin, r)
    turn = r @ Rotation.from_euler("xyz", rng.normal(size=3) * (0.1 if i % 2 else 0)).as_matrix()
    own = np.array(spacing) * rng.uniform(0.5, 1.4, 3)
    inner = np.array(size) * np.array(spacing) / own * rng.uniform(0.4, 0.9, 3)
    mask = blob(grid(np.maximum(4, inner.astype(int)), own, np.array(origin) + r @ (rng.uniform(-0.5, 1.5, 3) * np.array(spacing)), turn))
    add(f"other grid {i}", image, mask, correctMask=True)
    if i < 4:
        add(f"other grid {i} refused", image, mask)
base = grid(size, spacing, origin, np.eye(3))
for tolerance in (None, 1e-3, 0.2):
    for offset in (0, 5e-7, 9e-7, 1.1e-6, 7e-4, 9e-4, 0.15, 0.17):
        add(f"offset {offset} tolerance {tolerance}", base, blob(grid(size, spacing, np.array(origin) + [0, 0, offset], np.eye(3))), geometryTolerance=tolerance)
        add(f"spacing {offset} tolerance {tolerance}", base, blob(grid(size, np.array(spacing) + [0, offset, 0], origin, np.eye(3))), geometryTolerance=tolerance)
        add(f"turn {offset} tolerance {tolerance}", base, blob(grid(size, spacing, origin, Rotation.from_euler("z", offset).as_matrix())), geometryTolerance=tolerance)
add("flipped", base, blob(grid(size, spacing, np.array(origin) + [8 * 0.8, 0, 0], np.diag([-1.0, 1, 1]))), correctMask=True)
for name, voxels in {"one voxel": [(2, 3, 4)], "two voxels": [(2, 3, 4), (2, 3, 5)], "diagonal": [(2, 3, 4), (3, 4, 5)], "plane": [(2, 3, 4), (2, 4, 5)],
                     "three": [(2, 3, 4), (3, 3, 4), (2, 4, 4)]}.items():
    array = np.zeros(size[::-1], np.uint32)
    for v in voxels:
        array[v] = 1
    mask = sitk.GetImageFromArray(array)
    mask.CopyInformation(base)
    for dims in (1, 2, 3):
        for least in (None, 1, 2, 3):
            add(f"{name} dimensions {dims} size {least}", base, mask, minimumROIDimensions=dims, minimumROISize=least)

with open(sys.argv[1], "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
errors = {}
for c in cases:
    errors.setdefault(c.get("error", "-")[:60], []).append(c["name"])
for k, v in errors.items():
    print(len(v), k)
