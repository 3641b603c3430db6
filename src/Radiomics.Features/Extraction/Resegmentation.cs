using Radiomics.Features.FirstOrder;
using Radiomics.Features.Parameters;
using Radiomics.Imaging;

namespace Radiomics.Features.Extraction;

/// <summary>Narrows a region to the voxels whose intensity lies in a range.</summary>
internal static class Resegmentation
{
    /// <summary>The voxels of a region that meet the settings' thresholds.</summary>
    /// <exception cref="EmptyRoiException">At most one voxel is left.</exception>
    public static Mask Apply(Volume image, Mask mask, ExtractionSettings settings)
    {
        var range = settings.ResegmentRange!.Order().ToArray();
        if (range.Length is < 1 or > 2)
            throw new ArgumentException($"resegmentRange takes one or two thresholds; {range.Length} were given.", nameof(settings));
        var box = mask.BoundingBox;
        var block = image.Read(box);
        var values = block.Values.Span;
        var inside = mask.Inside.Span;
        var own = RegionIntensities.Gather(mask, block);

        var (offset, unit) = settings.ResegmentMode switch
        {
            ResegmentMode.Relative => (0, own.Max()),
            ResegmentMode.Sigma => MeanAndDeviation(own),
            _ => (0, 1),
        };
        var low = offset + unit * range[0];
        var high = range.Length == 2 ? offset + unit * range[1] : double.PositiveInfinity;
        var kept = new byte[inside.Length];
        var count = 0;
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] != 0 && values[i] >= low && values[i] <= high)
            {
                kept[i] = 1;
                count++;
            }
        }
        return count > 1
            ? Mask.Create(mask.Geometry, box, kept)
            : throw new EmptyRoiException(
                Invariant(
                    $"Resegmentation ({NameOf(settings)} {string.Join(" to ", range.Select(PythonFormat.Number))}) leaves {count} of "
                )
                    + Invariant($"{mask.VoxelCount} voxels, whose intensities ")
                    + $"lie from {PythonFormat.Number(own.Min())} to {PythonFormat.Number(own.Max())}; at least 2 are needed. Widen "
                        + $"resegmentRange or leave it out."
            );
    }

    private static string NameOf(ExtractionSettings settings) => settings.ResegmentMode switch
    {
        ResegmentMode.Relative => "relative to the maximum,",
        ResegmentMode.Sigma => "in standard deviations,",
        _ => "intensities",
    };

    private static (double Mean, double Deviation) MeanAndDeviation(double[] values)
    {
        var mean = LaneSum.Over<LaneSum.Value>(values, default) / values.Length;
        return (mean, Math.Sqrt(LaneSum.Over<LaneSum.Square>(values, new(-mean)) / values.Length));
    }
}
