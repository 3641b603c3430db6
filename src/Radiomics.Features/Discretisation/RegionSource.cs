using Radiomics.Imaging;

namespace Radiomics.Features.Discretisation;

/// <summary>The intensities of a region, run by run, twice: straight from the image, or gathered at the first reading into room for all of
/// them.</summary>
/// <param name="Block">The image over a box that holds the region.</param>
/// <param name="Runs">Where the region lies.</param>
/// <param name="Gathered">Room for all intensities, x fastest; <see langword="null"/> where nobody asks for them again.</param>
internal sealed record RegionSource(VoxelBlock Block, RegionRuns Runs, double[]? Gathered)
{
    /// <summary>Room for a run, where none is kept.</summary>
    public double[] Room() => Gathered is null ? new double[Runs.Mask.BoundingBox.Size.X] : [];

    /// <summary>The intensities of a run, at the first reading.</summary>
    public ReadOnlySpan<double> Read(int row, RegionRuns.Run run, double[] room)
    {
        if (Gathered is null)
            return Block.Slice(Place(row) + run.Start, run.Length, room);
        var kept = Gathered.AsSpan(run.At, run.Length);
        var values = Block.Slice(Place(row) + run.Start, run.Length, kept);
        if (values != kept)
            values.CopyTo(kept);
        return kept;
    }

    /// <summary>The same at the second.</summary>
    public ReadOnlySpan<double> ReadAgain(int row, RegionRuns.Run run, double[] room) =>
        Gathered is null ? Block.Slice(Place(row) + run.Start, run.Length, room) : Gathered.AsSpan(run.At, run.Length);

    // Where a row of the region's box begins in the block.
    private int Place(int row) => GrayLevelRoi.BlockRow(Block.Region, Runs.Mask.BoundingBox, row);
}
