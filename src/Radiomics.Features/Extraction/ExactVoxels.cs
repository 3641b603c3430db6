using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>Whole numbers of 64 bits that a double does not hold: neighbours become one value, and what is computed of them means
/// nothing.</summary>
internal static class ExactVoxels
{
    private const double Limit = 1L << 53;

    /// <exception cref="ImageFormatException">A voxel of the region is too far from 0.</exception>
    public static void Check(Volume image, Mask mask)
    {
        if (image.PixelType is not (PixelType.Int64 or PixelType.UInt64))
            return;
        if (RegionVoxels.First(image, mask, value => Math.Abs(value) >= Limit) is not var (place, value))
            return;
        throw new ImageFormatException(
            "image",
            Invariant($"voxel ({place.X}, {place.Y}, {place.Z}), counted from 0, lies in the region and holds about {value}; ")
                + "whole numbers beyond 9007199254740991 from 0 are not told apart in the computation. Shift or scale the image's "
                + "values first."
        );
    }
}
