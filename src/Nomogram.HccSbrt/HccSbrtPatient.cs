namespace Nomogram.HccSbrt;

/// <summary>The predictors of one patient.</summary>
/// <param name="RadScore">The Rad-score.</param>
/// <param name="TumourSize">The largest diameter of the largest tumour.</param>
/// <param name="ChildPugh">The Child-Pugh class.</param>
/// <param name="Bed">The biologically effective dose.</param>
/// <exception cref="ArgumentNullException">No Rad-score.</exception>
/// <exception cref="ArgumentOutOfRangeException">A size or dose that was never set (<see langword="default"/>), or a class that is neither A nor B.</exception>
public sealed record HccSbrtPatient(RadScore RadScore, TumourSize TumourSize, ChildPughClass ChildPugh, Bed Bed)
{
    private readonly int? _tumourCount;

    /// <summary>The Rad-score.</summary>
    public RadScore RadScore { get; init => field = Checked(value); } = Checked(RadScore);

    /// <summary>The largest diameter of the largest tumour.</summary>
    public TumourSize TumourSize { get; init => field = Checked(value); } = Checked(TumourSize);

    /// <summary>The Child-Pugh class.</summary>
    public ChildPughClass ChildPugh { get; init => field = HccSbrt.ChildPugh.Checked(value); } = HccSbrt.ChildPugh.Checked(ChildPugh);

    /// <summary>The biologically effective dose.</summary>
    public Bed Bed { get; init => field = Checked(value); } = Checked(Bed);

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

    private static RadScore Checked(RadScore value) => value ?? throw new ArgumentNullException(nameof(value), "A patient needs a Rad-score.");

    // A struct can be default: that is no size and no dose.
    private static TumourSize Checked(TumourSize value) => value.Centimetres > 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value.Centimetres, $"The tumour size was not set; use {nameof(TumourSize)}.{nameof(TumourSize.FromCentimetres)}.");

    private static Bed Checked(Bed value) => value.Gray > 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value.Gray, $"The dose was not set; use {nameof(Bed)}.{nameof(Bed.FromGray)} or .{nameof(Bed.FromFractionation)}.");
}
