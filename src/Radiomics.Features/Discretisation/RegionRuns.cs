using Radiomics.Imaging;

namespace Radiomics.Features.Discretisation;

/// <summary>Where the voxels of a region lie, run by run: found once, however many images are then read there.</summary>
internal sealed class RegionRuns
{
    private readonly Run[] _runs;
    private readonly int[] _ofRow;

    private RegionRuns(Mask mask, Run[] runs, int[] ofRow) => (Mask, _runs, _ofRow) = (mask, runs, ofRow);

    /// <summary>The region.</summary>
    public Mask Mask { get; }

    /// <summary>Finds them.</summary>
    public static RegionRuns Of(Mask mask)
    {
        var size = mask.BoundingBox.Size;
        var ofRow = new int[size.Y * size.Z + 1];
        var runs = new List<Run>(2 * ofRow.Length);
        var at = 0;
        for (var row = 0; row + 1 < ofRow.Length; row++)
        {
            foreach (var (start, length) in new MaskRuns(mask.Inside.Span.Slice(row * size.X, size.X)))
            {
                // MaskRuns cuts a run where 64 voxels end.
                if (runs.Count > ofRow[row] && runs[^1] is var last && last.Start + last.Length == start)
                    runs[^1] = last with { Length = last.Length + length };
                else
                    runs.Add(new Run(start, length, at));
                at += length;
            }
            ofRow[row + 1] = runs.Count;
        }
        return new RegionRuns(mask, [.. runs], ofRow);
    }

    /// <summary>The runs of a row of the region's box; row y of plane z is number z * Size.Y + y.</summary>
    public ReadOnlySpan<Run> Row(int row) => _runs.AsSpan(_ofRow[row].._ofRow[row + 1]);

    /// <summary>A run.</summary>
    /// <param name="Start">The place of its first voxel in its row of the box.</param>
    /// <param name="Length">The number of its voxels.</param>
    /// <param name="At">How many voxels of the region come before it.</param>
    public readonly record struct Run(int Start, int Length, int At);
}
