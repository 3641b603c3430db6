using Radiomics.Imaging;

namespace Radiomics.Features.Ibsi;

/// <summary>Local intensity (reference manual, section 3.2; 9ST6): means over spheres of 1 cm³ about voxel centres of the region.</summary>
internal static class LocalIntensityFamily
{
    public static FeatureFamily Create() => FeatureFamily.Of(
        "local", "loc_", "there is no voxel", Definitions, region => [("", [new LocalPeaks(region.Image, region.Intensity)])]);

    /// <summary>The two features.</summary>
    public static IReadOnlyList<FeatureDefinition<LocalPeaks>> Definitions { get; } =
    [
        new("peak_loc", "VJGA", p => p.Local),
        new("peak_glob", "0F91", p => p.Global),
    ];
}

/// <summary>
/// The greatest means over spheres of 1 cm³. A voxel counts where its centre lies in the sphere, in the region or not; past the image there
/// is none.
/// </summary>
internal sealed class LocalPeaks
{
    internal LocalPeaks(VoxelBlock image, Mask mask)
    {
        var spacing = mask.Geometry.Spacing;
        var chords = Chords(spacing);
        var (box, region) = (mask.BoundingBox, image.Region);
        var width = region.Size.X;
        var values = image.Values.Span;

        // Sums from the start of each row, so that a chord of the sphere costs one difference; voxels that are not numbers do not count.
        var sums = new double[(long)(width + 1) * region.Size.Y * region.Size.Z];
        var missing = new int[sums.Length];
        for (int row = 0, at = 0; row < region.Size.Y * region.Size.Z; row++, at++)
        {
            for (var x = 0; x < width; x++, at++)
            {
                var value = values[row * width + x];
                var finite = double.IsFinite(value);
                sums[at + 1] = sums[at] + (finite ? value : 0);
                missing[at + 1] = missing[at] + (finite ? 0 : 1);
            }
        }

        (Local, Global) = (double.NaN, double.NaN);
        var greatest = double.NegativeInfinity;
        var inside = mask.Inside.Span;
        for (int z = box.Start.Z, i = 0; z < box.End.Z; z++)
        {
            for (var y = box.Start.Y; y < box.End.Y; y++)
            {
                for (var x = box.Start.X; x < box.End.X; x++, i++)
                {
                    if (inside[i] == 0)
                        continue;
                    double sum = 0;
                    var count = 0;
                    foreach (var (dy, dz, half) in chords)
                    {
                        var (row, plane) = (y + dy - region.Start.Y, z + dz - region.Start.Z);
                        if ((uint)row >= (uint)region.Size.Y || (uint)plane >= (uint)region.Size.Z)
                            continue;
                        var start = Math.Max(x - half - region.Start.X, 0);
                        var end = Math.Min(x + half + 1 - region.Start.X, width);
                        var line = (plane * region.Size.Y + row) * (width + 1);
                        sum += sums[line + end] - sums[line + start];
                        count += end - start - (missing[line + end] - missing[line + start]);
                    }
                    var mean = sum / count;
                    if (!(mean <= Global))
                        Global = mean;
                    var value = image[x, y, z];
                    if (value > greatest || (value == greatest && mean > Local))
                        (greatest, Local) = (value, mean);
                }
            }
        }
    }

    /// <summary>The mean about the voxel of the greatest intensity; of several such voxels the greatest mean.</summary>
    public double Local { get; }

    /// <summary>The greatest mean about any voxel of the region.</summary>
    public double Global { get; }

    /// <summary>The radius of a sphere of 1 cm³, in mm.</summary>
    internal static double Radius { get; } = Math.Cbrt(3000 / (4 * Math.PI));

    // The rows that the sphere meets, and how many voxels it reaches along each to either side of the centre.
    private static List<(int Y, int Z, int Half)> Chords(Vector3D spacing)
    {
        var chords = new List<(int, int, int)>();
        var square = Radius * Radius;
        for (var z = -(int)(Radius / spacing.Z); z <= (int)(Radius / spacing.Z); z++)
        {
            for (var y = -(int)(Radius / spacing.Y); y <= (int)(Radius / spacing.Y); y++)
            {
                var left = square - z * spacing.Z * (z * spacing.Z) - y * spacing.Y * (y * spacing.Y);
                if (left >= 0)
                    chords.Add((y, z, (int)(Math.Sqrt(left) / spacing.X)));
            }
        }
        return chords;
    }
}
