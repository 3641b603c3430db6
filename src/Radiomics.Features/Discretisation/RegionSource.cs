using Radiomics.Imaging;

namespace Radiomics.Features.Discretisation;

/// <summary>The intensities of a region, run by run, twice: straight from the image, or gathered at the first reading into room for all of
/// them.</summary>
/// <param name="Block">The image over a box that holds the region.</param>
/// <param name="Runs">Where the region lies.</param>
/// <param name="Gathered">Room for all intensities, x fastest; <see langword="null"/> where nobody asks for them again.</param>
internal sealed record RegionSource(VoxelBlock Block, RegionRuns Runs, double[]? Gathered)
{
    /// <summary>Room for a row, where nothing is kept.</summary>
    public double[] Room() => Gathered is null ? new double[Runs.Mask.BoundingBox.Size.X] : [];

    /// <summary>What the runs of a row are read from: where nothing is kept, its voxels from the first run to the last.</summary>
    public Line At(int row, double[] room)
    {
        var runs = Runs.Row(row);
        var place = Place(row);
        if (Gathered is not null || runs.IsEmpty)
            return new Line(place, 0, []);
        var (start, end) = (runs[0].Start, runs[^1].Start + runs[^1].Length);
        return new Line(place, start, Block.Slice(place + start, end - start, room));
    }

    /// <summary>The intensities of a run, at the first reading.</summary>
    public ReadOnlySpan<double> Read(Line line, RegionRuns.Run run)
    {
        if (Gathered is null)
            return line.Of(run);
        var kept = Gathered.AsSpan(run.At, run.Length);
        var values = Block.Slice(line.Place + run.Start, run.Length, kept);
        if (values != kept)
            values.CopyTo(kept);
        return kept;
    }

    /// <summary>The same at the second.</summary>
    public ReadOnlySpan<double> ReadAgain(Line line, RegionRuns.Run run) =>
        Gathered is null ? line.Of(run) : Gathered.AsSpan(run.At, run.Length);

    // Where a row of the region's box begins in the block.
    private int Place(int row) => GrayLevelRoi.BlockRow(Block.Region, Runs.Mask.BoundingBox, row);

    /// <summary>A row of the region's box: where it begins in the block, and its voxels from one on, where they were read.</summary>
    public readonly ref struct Line(int place, int start, ReadOnlySpan<double> values)
    {
        private readonly ReadOnlySpan<double> _values = values;

        public int Place { get; } = place;

        public ReadOnlySpan<double> Of(RegionRuns.Run run) => _values.Slice(run.Start - start, run.Length);
    }
}
