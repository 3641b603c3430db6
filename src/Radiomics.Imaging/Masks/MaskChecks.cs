using System.Globalization;
using Radiomics.Imaging.Resampling;

namespace Radiomics.Imaging.Masks;

/// <summary>
/// Whether a region can be used with an image, in PyRadiomics' order: same grid (or brought onto it), more than one voxel, enough
/// dimensions, enough voxels. Nothing here looks past the region's bounding box.
/// </summary>
public static class MaskChecks
{
    private const double ItkTolerance = 1e-6;

    // What PyRadiomics allows a region to reach past the image's edge, in voxels, for rounding.
    private const double EdgeTolerance = 1e-3;

    // Grids this close, in voxels, are one grid written with other rounding.
    private const double Negligible = 0.1;

    /// <summary>All checks. Afterwards the region lies on the image's own grid and is fit for use.</summary>
    /// <param name="image">The image's grid.</param>
    /// <param name="mask">The region.</param>
    /// <param name="settings">What is asked for; <see langword="null"/> for <see cref="MaskSettings.Default"/>.</param>
    /// <returns>The region on the image's grid: the same voxels, or resampled where that was needed and allowed.</returns>
    /// <exception cref="EmptyRoiException">The region is empty, a single voxel, or has fewer dimensions or voxels than asked
    /// for.</exception>
    /// <exception cref="GeometryMismatchException">It lies on another grid and may not be mended, or reaches past the image.</exception>
    public static Mask Check(ImageGeometry image, Mask mask, MaskSettings? settings = null)
    {
        var aligned = Align(image, mask, settings, out var corrected);
        if (corrected && aligned.VoxelCount == 0)
            throw new EmptyRoiException(
                Invariant(
                    $"The region of {mask.VoxelCount} voxels falls between the voxels of the image: none is left when it is resampled onto "
                )
                    + $"the image's grid. Use a finer image or a larger region."
            );
        CheckSize(aligned, settings);
        return aligned;
    }

    /// <summary>
    /// Places a region whose grid is a part of the image's, or reaches past it, voxel on voxel, as programs save the box that they need: no
    /// voxel moves.
    /// </summary>
    /// <param name="image">The image's grid.</param>
    /// <param name="mask">The region.</param>
    /// <returns>The region on the image's grid; <see langword="null"/> where its voxels are not voxels of the image, to a hundredth of a
    /// voxel, or lie outside it.</returns>
    public static Mask? Place(ImageGeometry image, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        const double Close = 0.01;
        var first = image.ToIndex(mask.Geometry.Origin);
        var start = new VoxelIndex((int)Math.Round(first.X), (int)Math.Round(first.Y), (int)Math.Round(first.Z));
        var size = mask.Geometry.Size;
        for (var corner = 0; corner < 8; corner++)
        {
            var index = new Vector3D((corner & 1) * (size.X - 1), (corner >> 1 & 1) * (size.Y - 1), (corner >> 2) * (size.Z - 1));
            var off = image.ToIndex(mask.Geometry.ToPhysical(index)) - index - new Vector3D(start.X, start.Y, start.Z);
            if (!(Math.Abs(off.X) <= Close && Math.Abs(off.Y) <= Close && Math.Abs(off.Z) <= Close))
                return null;
        }
        var box = mask.BoundingBox;
        var moved = new Region(new VoxelIndex(box.Start.X + start.X, box.Start.Y + start.Y, box.Start.Z + start.Z), box.Size);
        return image.Region.Contains(moved) ? Mask.Create(image, moved, mask.Inside.Span) : null;
    }

    /// <summary>Brings a region onto the image's grid, or says why it is not on it.</summary>
    /// <param name="image">The image's grid.</param>
    /// <param name="mask">The region; not empty.</param>
    /// <param name="settings">The tolerance, and whether to resample; <see langword="null"/> for
    /// <see cref="MaskSettings.Default"/>.</param>
    /// <param name="corrected">Whether the region had to be resampled (PyRadiomics then adds <c>diagnostics_Mask-corrected_*</c>).</param>
    /// <exception cref="EmptyRoiException">The region is empty.</exception>
    /// <exception cref="GeometryMismatchException">It lies on another grid and may not be mended, or reaches past the image.</exception>
    public static Mask Align(ImageGeometry image, Mask mask, MaskSettings? settings, out bool corrected)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        settings ??= MaskSettings.Default;
        if (mask.VoxelCount == 0)
            throw Empty();
        var difference = Difference(image, mask.Geometry, settings.GeometryTolerance ?? ItkTolerance);
        corrected = difference is not null;
        if (difference is null)
            return mask.WithGeometry(image);
        if (!settings.CorrectMask)
            throw new GeometryMismatchException(difference);
        CheckInside(image, mask);
        return MaskResampling.Nearest(mask, image);
    }

    /// <summary>Whether the region is large enough: more than one voxel, enough dimensions, enough voxels.</summary>
    /// <param name="mask">The region.</param>
    /// <param name="settings">What is asked for; <see langword="null"/> for <see cref="MaskSettings.Default"/>.</param>
    /// <exception cref="EmptyRoiException">It is not.</exception>
    public static void CheckSize(Mask mask, MaskSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(mask);
        settings ??= MaskSettings.Default;
        if (mask.VoxelCount == 0)
            throw Empty();
        var size = mask.BoundingBox.Size;
        var dimensions = (size.X > 1 ? 1 : 0) + (size.Y > 1 ? 1 : 0) + (size.Z > 1 ? 1 : 0);
        if (dimensions == 0)
            throw new EmptyRoiException("The region is a single voxel, of which no features can be computed. Use a larger region.");
        if (dimensions < settings.MinimumRoiDimensions)
        {
            throw new EmptyRoiException(Invariant(
                $"The region spans {size} voxels, which is {dimensions} dimension{(dimensions > 1 ? "s" : "")}; "
            ) +
                Invariant(
                    $"at least {settings.MinimumRoiDimensions} are asked for. Use a larger region or a smaller minimumROIDimensions."
                ));
        }
        if (settings.MinimumRoiSize is { } least && mask.VoxelCount <= least)
            throw new EmptyRoiException(
                Invariant($"The region has {mask.VoxelCount} voxels; more than {least} are asked for. Use a larger region or a smaller ")
                    + $"minimumROISize."
            );
    }

    /// <summary>Whether the region's bounding box lies in the image, edges of voxels included (within a thousandth of a voxel), wherever
    /// its own grid lies.</summary>
    /// <param name="image">The image's grid.</param>
    /// <param name="mask">The region.</param>
    /// <exception cref="EmptyRoiException">The region is empty.</exception>
    /// <exception cref="GeometryMismatchException">It reaches past the image; the message says along which axis and how far.</exception>
    public static void CheckInside(ImageGeometry image, Mask mask)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.VoxelCount == 0)
            throw Empty();
        var (start, end) = (mask.BoundingBox.Start, mask.BoundingBox.End);
        var a = image.ToIndex(mask.Geometry.ToPhysical(new(start.X - 0.5, start.Y - 0.5, start.Z - 0.5)));
        var b = image.ToIndex(mask.Geometry.ToPhysical(new(end.X - 0.5, end.Y - 0.5, end.Z - 0.5)));
        for (var axis = 0; axis < 3; axis++)
        {
            var below = -0.5 - Math.Min(a[axis], b[axis]);
            var above = Math.Max(a[axis], b[axis]) - (image.Size[axis] - 0.5);
            if (below <= EdgeTolerance && above <= EdgeTolerance)
                continue;
            throw new GeometryMismatchException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The region reaches {Math.Max(below, above) * image.Spacing[axis]:0.###} mm past the "
                        + $"{(below >= above ? "start" : "end")} of the image's {"xyz"[axis]} axis. "
                ) + "Check that image and mask are of the same study, or cut the region at the image's edge."
            );
        }
    }

    /// <summary>Whether a region touches the edge of its grid, where filters and texture see less than they do inside.</summary>
    /// <param name="mask">The region.</param>
    public static bool TouchesBorder(Mask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        var (start, end, size) = (mask.BoundingBox.Start, mask.BoundingBox.End, mask.Geometry.Size);
        return mask.VoxelCount > 0 &&
            (start.X == 0 || start.Y == 0 || start.Z == 0 || end.X == size.X || end.Y == size.Y || end.Z == size.Z);
    }

    private static EmptyRoiException Empty() => new("The region is empty: nothing is segmented. Use another label, structure or file.");

    // What sets the mask's grid apart from the image's, or null.
    private static string? Difference(ImageGeometry image, ImageGeometry mask, double tolerance)
    {
        if (image.Size != mask.Size)
        {
            return $"The image has {image.Size} voxels and the mask {mask.Size}. Use the image that the mask was drawn on, or set "
                + $"correctMask to resample the mask onto the image's grid.";
        }
        var allowed = Math.Abs(tolerance * image.Spacing.X);
        for (var axis = 0; axis < 3; axis++)
        {
            var offset = mask.Origin[axis] - image.Origin[axis];
            if (!(Math.Abs(offset) <= allowed))
                return Explain("origins", "LPS"[axis].ToString(), offset, allowed, Math.Abs(offset) / image.Spacing.X, Apart(image, mask));
        }
        for (var axis = 0; axis < 3; axis++)
        {
            var offset = mask.Spacing[axis] - image.Spacing[axis];
            if (!(Math.Abs(offset) <= allowed))
                return Explain("spacings", "xyz"[axis].ToString(), offset, allowed, Math.Abs(offset) / image.Spacing.X, Apart(image, mask));
        }
        for (var axis = 0; axis < 3; axis++)
        {
            for (var component = 0; component < 3; component++)
            {
                var turned = Math.Abs(mask.Direction[axis][component] - image.Direction[axis][component]);
                if (turned <= tolerance)
                    continue;
                var far = (mask.Direction[axis] - image.Direction[axis]).Length * image.Spacing[axis] * (image.Size[axis] - 1);
                return string.Create(
                        CultureInfo.InvariantCulture,
                        $"The directions of image and mask differ along {"xyz"[axis]} by {turned:0.######e+0}, which is {far:0.######} "
                            + $"mm at the far end of the axis; {tolerance:0.###e+0} is allowed. "
                    ) + WayOut(turned, Apart(image, mask));
            }
        }
        return null;
    }

    private static string Explain(string what, string axis, double offset, double allowed, double needed, double apart) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The {what} of image and mask differ along {axis} by {offset:0.########} mm; {allowed:0.###e+0} mm is allowed. "
        ) + WayOut(needed, apart);

    // A tolerance makes each voxel of the mask stand for the voxel of the image with the same index: wrong where they lie apart.
    private static string WayOut(double needed, double apart) =>
        string.Create(CultureInfo.InvariantCulture, $"The voxels lie up to {apart:0.####} voxels apart. ")
        + (
            apart < Negligible
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"If image and mask are of the same study, set geometryTolerance to {RoundUp(needed):0.#e+0} or more, or set "
                        + $"correctMask to resample the mask onto the image's grid."
                )
                : "If image and mask are of the same study, set correctMask to resample the mask onto the image's grid."
        );

    // The greatest distance, in voxels along an axis, of two voxels with the same index: at a corner of the grid.
    private static double Apart(ImageGeometry image, ImageGeometry mask)
    {
        var most = 0.0;
        for (var corner = 0; corner < 8; corner++)
        {
            var index = new Vector3D(
                (corner & 1) * (image.Size.X - 1),
                (corner >> 1 & 1) * (image.Size.Y - 1),
                (corner >> 2) * (image.Size.Z - 1)
            );
            var there = image.ToIndex(mask.ToPhysical(index)) - index;
            most = Math.Max(most, Math.Max(Math.Abs(there.X), Math.Max(Math.Abs(there.Y), Math.Abs(there.Z))));
        }
        return most;
    }

    // One digit, never less than what is needed.
    private static double RoundUp(double value)
    {
        if (!(value > 0) || double.IsInfinity(value))
            return value;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (Math.Floor(value / unit) + 1) * unit;
    }
}
