using System.Globalization;
using Radiomics.Features.Discretisation;

namespace Radiomics.Features.Ibsi;

/// <summary>
/// How intensities become grey levels (reference manual, section 2.7). Immutable; two of them with the same setting are equal.
/// </summary>
public sealed record IbsiBins
{
    private IbsiBins(double? size, int? number) => (Size, Number) = (size, number);

    /// <summary>
    /// None: the intensities are whole numbers and the grey levels (of the intensity-volume histogram: steps of one unit).
    /// </summary>
    public static IbsiBins None { get; } = new(null, null);

    /// <summary>The width of a bin in intensity units, or <see langword="null"/>.</summary>
    public double? Size { get; }

    /// <summary>The number of bins, or <see langword="null"/>.</summary>
    public int? Number { get; }

    /// <summary>
    /// Fixed bin size: floor((x - low) / width) + 1, from the lower bound of the re-segmentation range or, without one, from the region's
    /// minimum.
    /// </summary>
    /// <param name="width">The width in intensity units; finite and more than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not finite or not positive.</exception>
    public static IbsiBins FixedSize(double width) => width > 0 && double.IsFinite(width)
        ? new(width, null)
        : throw new ArgumentOutOfRangeException(nameof(width), width, "A bin width is a finite number above 0.");

    /// <summary>Fixed bin number: floor(n (x - min) / (max - min)) + 1, and n for the region's maximum.</summary>
    /// <param name="number">The number of bins; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static IbsiBins FixedNumber(int number) => number >= 1
        ? new(null, number)
        : throw new ArgumentOutOfRangeException(nameof(number), number, "A bin number is a whole number of at least 1.");

    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { Size: { } width } => FormattableString.Invariant($"fixed bin size, {width}"),
        { Number: { } number } => Invariant($"fixed bin number, {number}"),
        _ => "none",
    };

    /// <summary>The grey levels of intensities, from 1.</summary>
    /// <exception cref="DiscretisationException">
    /// Without bins, an intensity is not a whole number from 1; or there are more levels than can be handled.
    /// </exception>
    internal int[] Levels(ReadOnlySpan<double> intensities, double minimum, double maximum, double? lower)
    {
        var levels = new int[intensities.Length];
        if (Number is { } number)
        {
            // A region of one intensity has no range to divide.
            number = maximum > minimum ? number : 1;
            for (var i = 0; i < levels.Length; i++)
                levels[i] =
                    intensities[i] >= maximum
                        ? number
                        : Math.Min((int)Math.Floor(number * (intensities[i] - minimum) / (maximum - minimum)) + 1, number);
            return levels;
        }
        var (start, width) = Size is { } size ? (lower ?? minimum, size) : (1, 1);
        if (!((maximum - start) / width < GrayLevelBins.MaximumLevels))
        {
            throw new DiscretisationException(
                string.Create(CultureInfo.InvariantCulture,
                    $"The discretisation ({this}) splits intensities from {start} to {maximum} into more than "
                        + $"{GrayLevelBins.MaximumLevels} grey levels. Choose wider or fewer bins."
                )
            );
        }
        for (var i = 0; i < levels.Length; i++)
        {
            if (Size is null && (intensities[i] < 1 || intensities[i] != Math.Floor(intensities[i])))
            {
                throw new DiscretisationException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Without discretisation the intensities are the grey levels, whole numbers from 1; the region holds "
                            + $"{intensities[i]}. Choose bins of a fixed size or number."
                    )
                );
            }
            levels[i] = (int)Math.Floor((intensities[i] - start) / width) + 1;
        }
        return levels;
    }
}
