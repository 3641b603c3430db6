using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// Which matrices IBSI's aggregations average over, and which they merge. Directions in the plane never leave a slice, so the matrix of all
/// slices
/// is that of the whole region under them; only the averages over slices need the slices one by one.
/// </summary>
internal static class Aggregates
{
    private static readonly GridSize Unbounded = new(int.MaxValue, int.MaxValue, int.MaxValue);

    /// <summary>Counts the matrix of a direction.</summary>
    public delegate void Fill(GrayLevelRoi roi, VoxelOffset direction, TextureMatrix matrix);

    /// <summary>The name of an aggregation as tags have it.</summary>
    public static string NameOf(IbsiAggregation aggregation) => aggregation switch
    {
        IbsiAggregation.Slice2DAveraged => "2D_avg",
        IbsiAggregation.Slice2DMerged => "2D_comb",
        IbsiAggregation.Slices25DAveraged => "2_5D_avg",
        IbsiAggregation.Slices25DMerged => "2_5D_comb",
        IbsiAggregation.Volume3DAveraged => "3D_avg",
        _ => "3D_comb",
    };

    /// <summary>
    /// The matrices with directions (pairs, runs) under each aggregation that the region's settings ask for; each is valid until the next.
    /// </summary>
    public static IEnumerable<(string Aggregation, IEnumerable<(GrayLevelRoi Roi, TextureMatrix Matrix)> Matrices)> Directed(
        IbsiRegion region,
        int distance,
        Fill fill
    )
    {
        foreach (var aggregation in region.Settings.Aggregations.Distinct())
            yield return (NameOf(aggregation), Directed(region.Levels, aggregation, distance, fill));
    }

    /// <summary>The matrices without directions (zones, neighbourhoods) in 2D, 2.5D and 3D, as far as the settings ask for them.</summary>
    public static IEnumerable<(string Aggregation, IEnumerable<T> Matrices)> Undirected<T>(
        IbsiRegion region,
        Func<GrayLevelRoi, int?, int, T> make
    )
    {
        var asked = region.Settings.Aggregations;
        if (asked.Any(a => a is IbsiAggregation.Slice2DAveraged or IbsiAggregation.Slice2DMerged))
            yield return ("2D", region.Levels.Slices().Select(slice => make(slice.Roi, 2, slice.Z)));
        if (asked.Any(a => a is IbsiAggregation.Slices25DAveraged or IbsiAggregation.Slices25DMerged))
            yield return ("2_5D", Once(() => make(region.Levels, 2, -1)));
        if (asked.Any(a => a is IbsiAggregation.Volume3DAveraged or IbsiAggregation.Volume3DMerged))
            yield return ("3D", Once(() => make(region.Levels, null, -1)));
    }

    private static IEnumerable<T> Once<T>(Func<T> make)
    {
        yield return make();
    }

    private static IEnumerable<(GrayLevelRoi Roi, TextureMatrix Matrix)> Directed(
        GrayLevelRoi levels,
        IbsiAggregation aggregation,
        int distance,
        Fill fill
    )
    {
        var inSpace = aggregation is IbsiAggregation.Volume3DAveraged or IbsiAggregation.Volume3DMerged;
        var merged = aggregation is IbsiAggregation.Slice2DMerged or IbsiAggregation.Slices25DMerged or IbsiAggregation.Volume3DMerged;
        var directions = VoxelOffset.Directions(Unbounded, [distance], inSpace ? null : 2);
        IEnumerable<GrayLevelRoi> rois = aggregation is IbsiAggregation.Slice2DAveraged or IbsiAggregation.Slice2DMerged
            ? levels.Slices().Select(s => s.Roi)
            : [levels];
        var matrix = new TextureMatrix();
        var parts = directions.Select(_ => new TextureMatrix()).ToArray();
        var ones = directions.Select(_ => 1.0).ToArray();
        foreach (var roi in rois)
        {
            if (!merged)
            {
                foreach (var direction in directions)
                {
                    fill(roi, direction, matrix);
                    if (matrix.Count > 0)
                        yield return (roi, matrix);
                }
                continue;
            }
            for (var d = 0; d < directions.Length; d++)
                fill(roi, directions[d], parts[d]);
            matrix.SetToSum(parts, ones);
            if (matrix.Count > 0)
                yield return (roi, matrix);
        }
    }
}
