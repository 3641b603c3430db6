"""Writes oblique_cases.json: images and masks on turned grids as PyRadiomics' resampleImage and SimpleITK's regridding leave them (PyRadiomics 3.1.1, SimpleITK 2.5.7).

python oblique_cases.py oblique_cases.json
"""
import base64, json, logging, sys
import numpy as np
import SimpleITK as sitk
from radiomics import imageoperations
from scipy.spatial.transform import Rotation

logging.disable(50)
cases = []


def grid(size, spacing, origin, angles):
    image = sitk.Image([int(v) for v in size], sitk.sitkInt16)
    image.SetSpacing([float(v) for v in spacing])
    image.SetOrigin([float(v) for v in origin])
    image.SetDirection([float(v) for v in Rotation.from_euler("xyz", angles).as_matrix().ravel()])
    return image


def fill(image, values):
    z, y, x = np.mgrid[tuple(slice(0, n) for n in image.GetSize()[::-1])]
    filled = sitk.GetImageFromArray(values(x, y, z).astype(np.int16))
    filled.CopyInformation(image)
    return filled


def voxels(x, y, z):
    return (37 * x + 91 * y + 53 * z + 7 * x * y * z) % 401 - 100


def region(x, y, z):
    return (7 * x + 5 * y + 11 * z + x * y) % 10 < 6


def describe(image):
    return {"size": image.GetSize(), "spacing": image.GetSpacing(), "origin": image.GetOrigin(), "direction": image.GetDirection()}


def text(image, kind):
    return base64.b64encode(sitk.GetArrayFromImage(image).astype(kind).tobytes()).decode()


def resample(name, size, spacing, origin, angles, wanted, interpolator, pad):
    image, mask = (fill(grid(size, spacing, origin, angles), f) for f in (voxels, region))
    made, regridded = imageoperations.resampleImage(
        image, mask, resampledPixelSpacing=list(wanted), interpolator="sitk" + interpolator, padDistance=pad, label=1)
    cases.append({"name": name, "image": describe(image), "mask": describe(mask), "wanted": wanted, "interpolator": interpolator, "pad": pad,
                  "result": describe(made), "voxels": text(made, "<i2"), "region": text(regridded, "u1")})


def regrid(name, image, mask):
    image, mask = fill(image, voxels), fill(mask, region)
    result = sitk.Resample(mask, image, sitk.Transform(), sitk.sitkNearestNeighbor)
    cases.append({"name": name, "image": describe(image), "mask": describe(mask), "region": text(result, "u1")})


resample("halves along the slices", (12, 11, 6), (1, 1, 2.5), (-41.3, 12.7, -88.1), (0.12, 0.07, 0.03), (1, 1, 1), "BSpline", 5)
resample("halves within and along the slices", (13, 12, 4), (0.78125, 0.78125, 6.5), (-312.4, 471.9, 133.7), (0.2, 0.1, 0.4), (2, 2, 2), "NearestNeighbor", 1)
resample("every second voxel", (10, 9, 8), (2, 2, 2), (100.3, -250.1, 497.2), (-0.3, 0.25, 0.1), (1, 1, 1), "Linear", 3)
resample("upwards, on the border", (14, 12, 5), (3, 3, 3), (7.7, 3.1, -61.9), (0.05, 0.6, -0.2), (2, 2, 2), "LanczosWindowedSinc", 2)
turned = (0.21, -0.13, 0.34)
around = grid((12, 12, 8), (1, 1, 2), (-101.7, 33.3, 250.9), turned)
regrid("a coarser mask", around, grid((4, 4, 6), (2, 2, 2), around.TransformIndexToPhysicalPoint((2, 2, 1)), turned))
json.dump(cases, open(sys.argv[1], "w"), indent=1)
