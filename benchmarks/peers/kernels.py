"""Times one kernel on request, so that imports, start-up and compilation do not count. Arguments: PEER (pyradiomics | pictologics) IMAGE
MASK BIN_COUNT CLOCK (wall | processor); then a line WHAT in (texture | texture_with_bins | firstorder | shape |
discretisation | wavelet | log | resample | normalise), seconds out, or - where it has none."""
import logging
import sys
import time
import warnings

import numpy as np
import SimpleITK as sitk

warnings.filterwarnings("ignore")
clock = time.process_time if sys.argv[5] == "processor" else time.perf_counter
sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
peer, image_file, mask_file, bins = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
image, mask = sitk.ReadImage(image_file), sitk.ReadImage(mask_file)
if peer == "pyradiomics":
    import radiomics
    from radiomics import getFeatureClasses, imageoperations

    logging.getLogger("radiomics").setLevel(logging.ERROR)
    version = radiomics.__version__
    mask = sitk.Cast(mask, sitk.sitkUInt32)
    box, _ = imageoperations.checkMask(image, mask, label=1, minimumROIDimensions=1)
    cropped, cropped_mask = imageoperations.cropToTumorMask(image, mask, box, padDistance=1)
    classes = getFeatureClasses()

    def run(*names):
        for name in names:
            c = classes[name](cropped, cropped_mask, label=1, binCount=bins)
            c.enableAllFeatures()
            c.execute()

    def texture():
        run("glcm", "glrlm", "glszm", "gldm", "ngtdm")

    values, inside = sitk.GetArrayFromImage(cropped), sitk.GetArrayFromImage(cropped_mask) == 1
    work = {
        "texture": texture,
        "texture_with_bins": texture,
        "firstorder": lambda: run("firstorder"),
        "shape": lambda: run("shape"),
        **{name: lambda name=name: run(name) for name in ("glcm", "glrlm", "glszm", "gldm", "ngtdm")},
        "discretisation": lambda: imageoperations.binImage(values, inside, binCount=bins),
        "wavelet": lambda: list(imageoperations.getWaveletImage(image, mask)),
        "log": lambda: list(imageoperations.getLoGImage(image, mask, sigma=[2.0])),
        "resample": lambda: imageoperations.resampleImage(
            image, mask, resampledPixelSpacing=[2, 2, 2], interpolator="sitkBSpline", label=1, padDistance=5),
        "normalise": lambda: imageoperations.normalizeImage(image),
    }
else:
    import pictologics
    from pictologics import warmup
    from pictologics.features import intensity, morphology, texture
    from pictologics.features._utils import compute_nonzero_bbox
    from pictologics.loader import Image
    from pictologics.preprocessing import discretise_image

    warmup.warmup_jit()
    version = pictologics.__version__
    a = sitk.GetArrayFromImage(image).transpose(2, 1, 0).astype(float)
    b = (sitk.GetArrayFromImage(mask).transpose(2, 1, 0) == 1).astype(np.uint8)

    def wrap(array):
        return Image(array=array, spacing=tuple(image.GetSpacing()), origin=tuple(image.GetOrigin()))

    whole, region, v = wrap(a), wrap(b), a[b > 0]

    def discretise():
        cut = compute_nonzero_bbox(b)
        part, own = np.ascontiguousarray(a[cut]), np.ascontiguousarray(b[cut])
        return discretise_image(part, "FBN", roi_mask=own, n_bins=bins), own

    levels, own = discretise()
    levels = levels * (own > 0)

    def both():
        found, inside = discretise()
        texture.calculate_all_texture_features(found, inside, bins)

    work = {
        "texture": lambda: texture.calculate_all_texture_features(levels, own, bins),
        "texture_with_bins": both,
        "firstorder": lambda: intensity.calculate_intensity_features(v),
        "shape": lambda: morphology.calculate_morphology_features(region, whole),
        "discretisation": discretise,
    }

print(version, flush=True)
for line in sys.stdin:
    start = clock()
    try:
        work[line.strip()]()
        print(clock() - start, flush=True)
    except Exception as problem:  # a peer that cannot do it is a result too
        print(f"- {problem!r}"[:200].replace("\n", " "), flush=True)
