using System.Numerics;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// The undecimated discrete wavelet transform: PyRadiomics' <c>Wavelet</c>. Gives, for each level, one image a sub-band, named
/// <c>wavelet-LLH</c> (first level), <c>wavelet2-LLH</c> (second) and so on, the letters standing for the low or high pass along x, y
/// and z in turn; and last the approximation of the last level (<c>wavelet-LLL</c>).
/// </summary>
/// <remarks>
/// As PyRadiomics does it: axes of odd size are continued by their first voxel, ends are periodic, and each further level
/// applies the same filters to the approximation. The additions are done in PyWavelets' order and precision (single for 32-bit floating
/// point images, else double), so that the sub-bands equal its own bit for bit and fall into the same grey level bins.
/// The cost is that of the region and a halo of the filter's length a level.
/// </remarks>
public sealed record WaveletFilter : IImageFilter
{
    private readonly Wavelet _wavelet;

    /// <summary>Creates the filter. The parameters are PyRadiomics' custom settings of the image type.</summary>
    /// <param name="wavelet"><c>wavelet</c>: one of <see cref="Filters.Wavelet.Names"/>.</param>
    /// <param name="level"><c>level</c>: the number of levels to give; 1 to 16.</param>
    /// <param name="startLevel"><c>start_level</c>: the number of levels to compute and pass over first; 0 to 16.</param>
    /// <param name="force2D"><c>force2D</c>: whether one axis is left as it is; names then have two letters.</param>
    /// <param name="force2DDimension"><c>force2Ddimension</c>: that axis in array order: 0 for z, 1 for y, 2 for x.</param>
    /// <exception cref="ArgumentException">An argument is not allowed; the message names it, its value and what is.</exception>
    public WaveletFilter(string wavelet = "coif1", int level = 1, int startLevel = 0, bool force2D = false, int force2DDimension = 0)
    {
        _wavelet = Filters.Wavelet.Find(wavelet);
        Level = FilterArguments.InRange(1, 16, level);
        StartLevel = FilterArguments.InRange(0, 16, startLevel);
        Force2D = force2D;
        Force2DDimension = FilterArguments.Axis(force2DDimension);
    }

    /// <summary>The name of the wavelet.</summary>
    public string Wavelet => _wavelet.Name;

    /// <summary>The number of levels.</summary>
    public int Level { get; }

    /// <summary>The number of levels passed over.</summary>
    public int StartLevel { get; }

    /// <summary>Whether one axis is left as it is.</summary>
    public bool Force2D { get; }

    /// <summary>The axis that <see cref="Force2D"/> leaves: 0 for z, 1 for y, 2 for x.</summary>
    public int Force2DDimension { get; }

    /// <inheritdoc/>
    public bool Equals(WaveletFilter? other) =>
        other is not null
        && (Wavelet, Level, StartLevel, Force2D, Force2DDimension)
            == (other.Wavelet, other.Level, other.StartLevel, other.Force2D, other.Force2DDimension);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Wavelet, Level, StartLevel, Force2D, Force2DDimension);

    /// <inheritdoc/>
    public IEnumerable<FilteredImage> Apply(
        Volume image,
        Mask mask,
        Region region,
        int maxDegreeOfParallelism = 1,
        CancellationToken cancellationToken = default
    )
    {
        FilterArguments.Check(image, mask, region, maxDegreeOfParallelism);
        return image.PixelType == PixelType.Float32
            ? Apply<float>(image, region, maxDegreeOfParallelism, cancellationToken)
            : Apply<double>(image, region, maxDegreeOfParallelism, cancellationToken);
    }

    private IEnumerable<FilteredImage> Apply<T>(
        Volume image,
        Region region,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
        where T : unmanaged, INumber<T>
    {
        bool[] along = [!(Force2D && Force2DDimension == 2), !(Force2D && Force2DDimension == 1), !(Force2D && Force2DDimension == 0)];
        var (low, high) = _wavelet.Filters<T>();
        var transform = new StationaryWavelet<T>(low, high, along[0], along[1], along[2]);
        var extents = Extents(image.Size, region, along);
        var data = WaveletInput.Read<T>(image, extents[0]);
        for (var k = 1; k < extents.Length; k++)
        {
            var last = k == extents.Length - 1;
            var shown = k - StartLevel;
            if (shown > 0)
            {
                // Those of the low pass along x first, then those of the high pass: half of them in memory at a time, a quarter (along y
                // too) where they are small, but for the approximation, which comes last. Rows are then filtered along x once more.
                T[]? approximation = null;
                var together = VoxelBlock.IsPooled<T>(region.Count) ? 2 : 4;
                for (var first = 0; first < 8; first += together)
                {
                    var bands = new T[]?[8];
                    for (var band = first; band < first + together; band++)
                    {
                        if (Wanted(band, along) && (band != 0 || last))
                            bands[band] = VoxelBlock.Room<T>(region);
                    }
                    if (bands.All(b => b is null))
                        continue;
                    transform.Analyse(data, extents[k - 1], bands, extents[^1], maxDegreeOfParallelism, cancellationToken);
                    approximation ??= bands[0];
                    for (var band = Math.Max(first, 1); band < first + together; band++)
                    {
                        if (bands[band] is { } values)
                            yield return new FilteredImage(NameOf(shown, band, along), VoxelBlock.InRoom(region, values));
                        bands[band] = null;
                    }
                }
                if (approximation is not null)
                    yield return new FilteredImage(NameOf(shown, 0, along), VoxelBlock.InRoom(region, approximation));
            }
            if (last)
                break;
            var next = LargeArray.Uninitialised<T>(checked((int)extents[k].Aggregate(1L, (n, e) => n * e.Length)));
            transform.Analyse(
                data,
                extents[k - 1],
                [next, null, null, null, null, null, null, null],
                extents[k],
                maxDegreeOfParallelism,
                cancellationToken
            );
            data = next;
        }
    }

    // The stretches needed at each level, from the input's (first) to the region's own (last).
    private AxisExtent[][] Extents(GridSize size, Region region, bool[] along)
    {
        var extents = new AxisExtent[StartLevel + Level + 1][];
        extents[^1] = [.. Enumerable.Range(0, 3).Select(a => new AxisExtent(region.Start[a], region.Size[a], size[a] + size[a] % 2))];
        for (var k = extents.Length - 2; k >= 0; k--)
            extents[k] = [.. extents[k + 1].Select((e, a) => along[a] ? e.Halo(_wavelet.LowPass.Length) : e)];
        return extents;
    }

    private static bool Wanted(int band, bool[] along) =>
        (along[0] || (band & 4) == 0) && (along[1] || (band & 2) == 0) && (along[2] || (band & 1) == 0);

    private static string NameOf(int level, int band, bool[] along)
    {
        var letters = string.Concat(Enumerable.Range(0, 3).Where(a => along[a]).Select(a => (band >> (2 - a) & 1) == 0 ? 'L' : 'H'));
        return level == 1 ? $"wavelet-{letters}" : Invariant($"wavelet{level}-{letters}");
    }
}
