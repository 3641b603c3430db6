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

    internal Mask Apply(Mask mask, Volume image, Func<string, Mask> find)
    {
        if (LargestComponent)
            mask = mask.LargestComponent();
        if (Expand != 0)
            mask = mask.Expand(Expand);
        if (Ring is var (inner, outer))
            mask = mask.Ring(inner, outer);
        if (Within is { } other)
            mask = mask.Intersect(find(other));
        return Window is var (low, high) ? mask.Window(image, low, high) : mask;
    }
}
