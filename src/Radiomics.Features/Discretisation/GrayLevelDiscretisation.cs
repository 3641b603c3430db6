namespace Radiomics.Features.Discretisation;

/// <summary>
/// How intensities become grey levels: bins of a fixed width, or a fixed number of bins. Immutable; two of them with
/// the same setting are equal.
/// </summary>
public sealed record GrayLevelDiscretisation
{
    private GrayLevelDiscretisation(double? binWidth, int? binCount) => (BinWidth, BinCount) = (binWidth, binCount);

    /// <summary>PyRadiomics' default: bins that are 25 intensity units wide.</summary>
    public static GrayLevelDiscretisation Default { get; } = FixedBinWidth(25);

    /// <summary>The width of a bin in intensity units, or <see langword="null"/> where the number of bins is fixed.</summary>
    public double? BinWidth { get; }

    /// <summary>The number of bins, or <see langword="null"/> where their width is fixed.</summary>
    public int? BinCount { get; }

    /// <summary>
    /// Bins of one width whose edges lie at multiples of the width; the first is at or below the region's minimum:
    /// level = floor(x / w) - floor(min / w) + 1 (van Griethuysen et al., Cancer Res 2017, doi:10.1158/0008-5472.CAN-17-0339).
    /// </summary>
    /// <param name="width">The width in intensity units; finite and more than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not finite or not positive.</exception>
    public static GrayLevelDiscretisation FixedBinWidth(double width) => width > 0 && double.IsFinite(width)
        ? new(width, null)
        : throw new ArgumentOutOfRangeException(nameof(width), width, "A bin width is a finite number above 0.");

    /// <summary>
    /// A number of equally wide bins from the region's minimum to its maximum; the maximum falls in the last one:
    /// level = floor(n (x - min) / (max - min)) + 1, at most n.
    /// </summary>
    /// <param name="count">The number of bins; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static GrayLevelDiscretisation FixedBinCount(int count) => count >= 1
        ? new(null, count)
        : throw new ArgumentOutOfRangeException(nameof(count), count, "A bin count is a whole number of at least 1.");

    /// <inheritdoc/>
    public override string ToString() => BinCount is { } count ? Invariant($"{count} bins") : Invariant($"bins of width {BinWidth}");
}
