namespace Nomogram.HccSbrt;

/// <summary>The predictors of one patient.</summary>
/// <param name="RadScore">The Rad-score.</param>
/// <param name="TumourSize">The largest diameter of the largest tumour.</param>
/// <param name="ChildPugh">The Child-Pugh class.</param>
/// <param name="Bed">The biologically effective dose.</param>
public sealed record HccSbrtPatient(RadScore RadScore, TumourSize TumourSize, ChildPughClass ChildPugh, Bed Bed)
{
    private readonly int? _tumourCount;

    /// <summary>
    /// The number of tumours, where the five-variable model of Table 2 is wanted; <see langword="null"/> (the default) for the
    /// nomogram's four predictors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A number below 1 or above 100.</exception>
    public int? TumourCount
    {
        get => _tumourCount;
        init => _tumourCount = value is null or (>= 1 and <= 100)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of tumours is 1 to 100.");
    }
}
