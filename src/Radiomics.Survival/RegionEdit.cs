using Radiomics.Imaging;
using Radiomics.Imaging.Masks;

namespace Radiomics;

/// <summary>What becomes of a region once it is read, in this order: its largest part, a margin or a ring, what lies within another region,
/// a window of intensities.</summary>
public sealed record RegionEdit
{
    /// <summary>Whether only the largest connected part is kept.</summary>
    public bool LargestComponent { get; init; }

    /// <summary>The margin by which it grows, or shrinks where it is negative, in mm; 0 for none.</summary>
    public double Expand { get; init; }

    /// <summary>The inner and outer margin, in mm, of the ring that takes its place; <see langword="null"/> for none.</summary>
    public (double Inner, double Outer)? Ring { get; init; }

    /// <summary>The name, or expression, of the region that it must lie in; <see langword="null"/> for none.</summary>
    public string? Within { get; init; }

    /// <summary>The window of intensities that it must lie in, ends included; <see langword="null"/> for none.</summary>
    public (double Low, double High)? Window { get; init; }

    /// <exception cref="EmptyRoiException">Nothing is left; the message says which of the steps took it.</exception>
    internal Mask Apply(CaseRegion region, Volume image, Func<string, Mask> find)
    {
        var (name, mask) = (region.Name, region.Mask);
        // What marks nothing to begin with is told where it is used.
        if (mask.VoxelCount == 0)
            return mask;
        if (LargestComponent)
            mask = mask.LargestComponent();
        if (Expand != 0)
            mask = Left(
                mask.Expand(Expand),
                () => Invariant($"Shrinking the region '{name}' by {-Expand} mm leaves none of its {mask.VoxelCount} voxels. ")
                    + "Shrink it less."
            );
        if (Ring is var (inner, outer))
            mask = Left(
                mask.Ring(inner, outer),
                () => Invariant($"The ring from {inner} to {outer} mm round the region '{name}' holds no voxel of the image, whose voxels ")
                    + Invariant($"are {mask.Geometry.Spacing.X:0.###} x {mask.Geometry.Spacing.Y:0.###} x ")
                    + Invariant($"{mask.Geometry.Spacing.Z:0.###} mm apart. Take a wider one.")
            );
        if (Within is { } other)
            mask = Left(mask.Intersect(find(other)), () => $"No voxel of the region '{name}' lies within '{other}'.");
        if (Window is var (low, high))
            mask = Left(mask.Window(image, low, high), () =>
            {
                var (least, most) = Intensities(image, mask);
                return Invariant($"No voxel of the region '{name}' lies in the window from {low} to {high}; its intensities lie from ")
                    + Invariant($"{least:G9} to {most:G9}. Widen the window.");
            });
        return mask;
    }

    private static (double Least, double Most) Intensities(Volume image, Mask mask)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        var values = image.Read(mask.BoundingBox).Values.Span;
        for (var i = 0; i < values.Length; i++)
        {
            if (mask.Inside.Span[i] != 0)
                (least, most) = (values[i] < least ? values[i] : least, values[i] > most ? values[i] : most);
        }
        return (least, most);
    }

    private static Mask Left(Mask mask, Func<string> problem) => mask.VoxelCount > 0 ? mask : throw new EmptyRoiException(problem());
}
