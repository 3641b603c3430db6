using Radiomics.Imaging;

namespace Radiomics.Features.Maps;

/// <summary>A feature's value about every voxel of a region.</summary>
public sealed class FeatureMap
{
    private readonly Mask _mask;
    private readonly double[] _values;
    private readonly double _initial;

    internal FeatureMap(string name, Mask mask, double[] values, Region box, double initial) =>
        (Name, _mask, _values, Box, _initial) = (name, mask, values, box, initial);

    /// <summary>PyRadiomics' name of the feature, such as <c>original_glcm_Contrast</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// The part of the (preprocessed) image that PyRadiomics' map covers: the region's box and the kernel's radius around it.
    /// </summary>
    public Region Box { get; }

    /// <summary>The region, on the grid of the (preprocessed) image, whose voxels have <see cref="Values"/>.</summary>
    public Mask Mask => _mask;

    /// <summary>The values of the region's voxels, x fastest; NaN where the feature is undefined.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>
    /// The map as an image with the geometry of <see cref="Box"/>, as PyRadiomics gives it; outside the region it holds <c>initValue</c>.
    /// </summary>
    public Volume ToVolume() => ToVolume(Box);

    /// <summary>The map as an image of the whole grid of the (preprocessed) image.</summary>
    public Volume ToFullVolume() => ToVolume(_mask.Geometry.Region);

    /// <summary>The name, how many voxels have a value, and its range.</summary>
    public override string ToString()
    {
        double[] defined = [.. _values.Where(double.IsFinite)];
        return defined.Length == 0
            ? $"{Name}: no value"
            : Invariant($"{Name}: {defined.Length} of {_values.Length} voxels, from {defined.Min():G4} to {defined.Max():G4}");
    }

    private Volume ToVolume(Region box)
    {
        var voxels = new double[checked((int)box.Count)];
        if (_initial != 0)
            Array.Fill(voxels, _initial);
        var (own, inside) = (_mask.BoundingBox, _mask.Inside);
        for (int z = own.Start.Z, i = 0, at = 0; z < own.End.Z; z++)
        {
            for (var y = own.Start.Y; y < own.End.Y; y++)
            {
                var row = ((z - box.Start.Z) * box.Size.Y + y - box.Start.Y) * box.Size.X - box.Start.X;
                for (var x = own.Start.X; x < own.End.X; x++, i++)
                {
                    if (inside.Span[i] != 0)
                        voxels[row + x] = _values[at++];
                }
            }
        }
        return Volume.Create(_mask.Geometry.Crop(box), voxels);
    }
}
