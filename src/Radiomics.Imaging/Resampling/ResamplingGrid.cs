using System.Globalization;

namespace Radiomics.Imaging.Resampling;

/// <summary>The grid that PyRadiomics resamples to.</summary>
internal static class ResamplingGrid
{
    private const int MostVoxels = 1 << 30;

    /// <summary>The grid around a region, or <see langword="null"/> where the image already has the spacing.</summary>
    public static ImageGeometry? Around(ImageGeometry image, Mask mask, Vector3D spacing, int padDistance)
    {
        if (mask.VoxelCount == 0)
            throw new EmptyRoiException("The region is empty: there is nothing to resample around.");
        CheckInside(image, mask);
        var (box, own) = (mask.BoundingBox, mask.Geometry);
        Span<double> wanted = stackalloc double[3];
        var same = true;
        for (var axis = 0; axis < 3; axis++)
        {
            if (!(spacing[axis] >= 0) || double.IsInfinity(spacing[axis]))
                throw new ArgumentOutOfRangeException(
                    nameof(spacing),
                    spacing[axis],
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The spacing along {"xyz"[axis]} is {spacing[axis]} mm; it must be positive, or 0 to keep the mask's."
                    )
                );
            wanted[axis] = spacing[axis] == 0 || box.Size[axis] == 1 ? own.Spacing[axis] : spacing[axis];
            same &= Math.Abs(image.Spacing[axis] - wanted[axis]) <= 1e-8 + 1e-5 * Math.Abs(wanted[axis]);
        }
        if (same)
            return null;

        Span<double> first = stackalloc double[3];
        Span<int> size = stackalloc int[3];
        var voxels = 1.0;
        for (var axis = 0; axis < 3; axis++)
        {
            var ratio = own.Spacing[axis] / wanted[axis];
            // From the outer edges of the region's voxels, rounded outwards.
            var low = Math.Max(0, Math.Floor((box.Start[axis] - 0.5) * ratio - padDistance));
            var high = Math.Min(
                Math.Ceiling(own.Size[axis] * ratio) - 1,
                Math.Ceiling((box.Start[axis] + box.Size[axis] - 0.5) * ratio + padDistance)
            );
            // In floating point, for the product may be past any whole number.
            voxels *= Math.Max(1, high - low + 1);
            CheckCount(voxels, axis, wanted[axis]);
            size[axis] = (int)(high - low + 1);
            first[axis] = 0.5 * (wanted[axis] - own.Spacing[axis]) / own.Spacing[axis] + low / ratio;
        }
        return new ImageGeometry(
            new GridSize(size[0], size[1], size[2]),
            new Vector3D(wanted[0], wanted[1], wanted[2]),
            own.ToPhysical(new Vector3D(first[0], first[1], first[2])),
            own.Direction);
    }

    /// <summary>Refuses more voxels than there can be.</summary>
    public static void CheckCount(double voxels, int axis, double spacing)
    {
        if (!(voxels <= MostVoxels))
            throw new GridTooLargeException(
                Invariant($"With a spacing of {spacing} mm along {"xyz"[axis]} there would be {voxels:0.###E+0} voxels or more; at most ")
                    + Invariant($"{MostVoxels} are possible. Ask for a wider spacing.")
            );
    }

    // Two opposite corners of the region's box must lie in the image, to a thousandth of a voxel.
    private static void CheckInside(ImageGeometry image, Mask mask)
    {
        const double Tolerance = 1e-3;
        var (start, end) = (mask.BoundingBox.Start, mask.BoundingBox.End);
        var a = image.ToIndex(mask.Geometry.ToPhysical(new Vector3D(start.X - 0.5, start.Y - 0.5, start.Z - 0.5)));
        var b = image.ToIndex(mask.Geometry.ToPhysical(new Vector3D(end.X - 0.5, end.Y - 0.5, end.Z - 0.5)));
        for (var axis = 0; axis < 3; axis++)
        {
            var (low, high) = (Math.Min(a[axis], b[axis]), Math.Max(a[axis], b[axis]));
            var past = Math.Max(-0.5 - low, high - (image.Size[axis] - 0.5));
            if (past > Tolerance)
            {
                throw new GeometryMismatchException(
                    Invariant(
                        $"The region reaches {past * image.Spacing[axis]:0.###} mm past the image along {"xyz"[axis]}: its box goes from "
                    )
                        + Invariant($"voxel {low:0.##} to {high:0.##} there, ")
                    + Invariant($"the image from -0.5 to {image.Size[axis] - 0.5}. Check that mask and image belong together."));
            }
        }
    }
}
