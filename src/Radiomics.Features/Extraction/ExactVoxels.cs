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
        var (box, at) = (mask.BoundingBox, 0);
        var row = new double[box.Size.X];
        for (var z = box.Start.Z; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++, at += row.Length)
            {
                image.CopyTo(new Region(new VoxelIndex(box.Start.X, y, z), new GridSize(row.Length, 1, 1)), row);
                for (var x = 0; x < row.Length; x++)
                {
                    if (mask.Inside.Span[at + x] != 0 && Math.Abs(row[x]) >= Limit)
                        throw new ImageFormatException(
                            "image",
                            Invariant($"voxel ({box.Start.X + x}, {y}, {z}), counted from 0, lies in the region and holds about {row[x]}; ")
                                + "whole numbers beyond 9007199254740991 from 0 are not told apart in the computation. Shift or scale the "
                                + "image's values first."
                        );
                }
            }
        }
    }
}
