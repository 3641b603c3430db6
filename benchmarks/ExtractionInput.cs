using Radiomics;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Reference;

namespace Benchmarks;

/// <summary>An image and a mask that both programs read from the same files, and how often PyRadiomics has the patience for it.</summary>
internal sealed record ExtractionInput(string Name, int MostRounds, Func<string, (string Image, string Mask)> Files)
{
    public static readonly IReadOnlyList<ExtractionInput> All =
    [
        new(
            "ibsi_ct_phantom",
            9,
            _ =>
                Shared(
                    "data/ibsi_1_ct_radiomics_phantom/nifti/image/phantom.nii.gz",
                    "data/ibsi_1_ct_radiomics_phantom/nifti/mask/mask.nii.gz"
                )
        ),
        new(
            "sts_001_ct",
            9,
            _ => Shared("data/ibsi_validation/nifti/STS_001/CT_image.nii.gz", "data/ibsi_validation/nifti/STS_001/CT_mask.nii.gz")
        ),
        new("brain1", 9, _ => Shared("data/pyradiomics/brain1_image.nrrd", "data/pyradiomics/brain1_label.nrrd")),
        new("liver_ct", 3, Liver),
        new("512x512x134", 1, LargeVolume),
    ];

    private static (string Image, string Mask) Shared(string image, string mask) => (SharedData.PathOf(image), SharedData.PathOf(mask));

    // PyRadiomics reads no DICOM: both get the volume and the mask as NRRD.
    private static (string Image, string Mask) Liver(string folder)
    {
        var files = (Image: Path.Combine(folder, "liver_image.nrrd"), Mask: Path.Combine(folder, "liver_mask.nrrd"));
        var input = Case.Open(
            SharedData.PathOf("data/liver_ct/image"),
            SharedData.PathOf("data/liver_ct/rtstruct.dcm"),
            new CaseOptions { Rois = ["GTV_reader1"] }
        );
        ImageFile.WriteVolume(input.Image, files.Image);
        ImageFile.WriteMask(input.Regions[0].Mask, files.Mask);
        return files;
    }

    // A clinical CT's grid with a ball of about 55,000 voxels in it: the region must cost, not the volume.
    private static (string Image, string Mask) LargeVolume(string folder)
    {
        const double Radius = 23.6;
        var files = (Image: Path.Combine(folder, "large_image.nrrd"), Mask: Path.Combine(folder, "large_mask.nrrd"));
        var size = new GridSize(512, 512, 134);
        var geometry = new ImageGeometry(size, new Vector3D(0.8, 0.8, 2.5), default, Direction.Identity);
        var random = new Random(1);
        var voxels = new short[512 * 512 * 134];
        var labels = new byte[voxels.Length];
        for (var (i, z) = (0, 0); z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++, i++)
                {
                    voxels[i] = (short)(60 + (80 * Math.Sin(x / 9.0) * Math.Cos(y / 7.0) * Math.Sin(z / 5.0)) + random.Next(-30, 31));
                    var (dx, dy, dz) = (x - 200, y - 260, z - 70);
                    labels[i] = (dx * dx) + (dy * dy) + (dz * dz) <= Radius * Radius ? (byte)1 : (byte)0;
                }
            }
        }
        ImageFile.WriteVolume(Volume.Create(geometry, voxels), files.Image);
        ImageFile.WriteMask(Mask.FromLabel(Volume.Create(geometry, labels), 1), files.Mask);
        return files;
    }
}
