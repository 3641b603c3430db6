namespace Radiomics.Features.Ibsi;

/// <summary>
/// The intensity-volume histogram (reference manual, section 3.5; P88C): the fraction of the region whose intensity is at least that of
/// each level.
/// </summary>
internal static class IntensityVolumeFamily
{
    public static FeatureFamily Create() => FeatureFamily.Of(
        "ivh", "ivh_", "the range of intensities has no width", Definitions, region => [("", [new IntensityVolumeHistogram(region.Ivh)])]);

    /// <summary>
    /// The manual's features, with codes of their own at 10 and 90 %; at the fractions between, the general code with the fraction.
    /// </summary>
    public static IReadOnlyList<FeatureDefinition<IntensityVolumeHistogram>> Definitions { get; } =
    [
        new("v10", "NK6P", h => h.VolumeAt(0.10)),
        new("v25", "BC2M_25", h => h.VolumeAt(0.25)),
        new("v50", "BC2M_50", h => h.VolumeAt(0.50)),
        new("v75", "BC2M_75", h => h.VolumeAt(0.75)),
        new("v90", "4279", h => h.VolumeAt(0.90)),
        new("i10", "PWN1", h => h.IntensityAt(0.10)),
        new("i25", "GBPN_25", h => h.IntensityAt(0.25)),
        new("i50", "GBPN_50", h => h.IntensityAt(0.50)),
        new("i75", "GBPN_75", h => h.IntensityAt(0.75)),
        new("i90", "BOHI", h => h.IntensityAt(0.90)),
        new("diff_v10_v90", "WITY", h => h.VolumeAt(0.10) - h.VolumeAt(0.90)),
        new("diff_v25_v75", "DDTU_25_75", h => h.VolumeAt(0.25) - h.VolumeAt(0.75)),
        new("diff_i10_i90", "JXJA", h => h.IntensityAt(0.10) - h.IntensityAt(0.90)),
        new("diff_i25_i75", "CNV2_25_75", h => h.IntensityAt(0.25) - h.IntensityAt(0.75)),
        new("auc", "9CMM", h => h.Area),
    ];
}

/// <summary>What the features of the intensity-volume histogram are computed from.</summary>
internal sealed class IntensityVolumeHistogram
{
    private readonly double[] _fractions;
    private readonly double _first;
    private readonly double _step;

    internal IntensityVolumeHistogram(IbsiIvh ivh)
    {
        (_first, _step) = (ivh.First, ivh.Step);
        var counts = new long[ivh.Count + 1];
        foreach (var level in ivh.Levels)
            counts[level - 1]++;
        _fractions = new double[ivh.Count + 1];
        var above = 0L;
        for (var k = ivh.Count - 1; k >= 0; k--)
        {
            above += counts[k];
            _fractions[k] = (double)above / ivh.Levels.Length;
        }
    }

    /// <summary>The number of levels.</summary>
    public int LevelCount => _fractions.Length - 1;

    /// <summary>The area under the fractions of volume over the fractions of the intensity range, by trapezoids.</summary>
    public double Area
    {
        get
        {
            if (LevelCount < 2)
                return double.NaN;
            var area = 0.0;
            for (var k = 1; k < LevelCount; k++)
                area += (_fractions[k - 1] + _fractions[k]) / 2 / (LevelCount - 1);
            return area;
        }
    }

    /// <summary>The share of the volume whose intensity is at least a share of the range; NaN where the range has no width.</summary>
    /// <param name="fraction">The share of the range, from 0 to 1.</param>
    public double VolumeAt(double fraction)
    {
        if (LevelCount < 2)
            return double.NaN;

        // Level k, from 0, lies at k / (n - 1) of the range.
        var level = (int)Math.Ceiling(fraction * (LevelCount - 1) - 1e-9);
        return _fractions[Math.Clamp(level, 0, LevelCount)];
    }

    /// <summary>
    /// The least intensity that at most a share of the volume reaches; one step past the last level where even that has more.
    /// </summary>
    /// <param name="fraction">The share of the volume, from 0 to 1.</param>
    public double IntensityAt(double fraction)
    {
        var level = 0;
        while (_fractions[level] > fraction)
            level++;
        return _first + level * _step;
    }
}
