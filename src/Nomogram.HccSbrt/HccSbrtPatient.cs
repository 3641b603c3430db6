using System.Globalization;
using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt;

/// <summary>The predictors of one patient.</summary>
/// <exception cref="ArgumentOutOfRangeException">A size or dose that was never set (<see langword="default"/>), a class that is neither A
/// nor B, or a Rad-score that is not finite.</exception>
public sealed record HccSbrtPatient
{
    /// <summary>A patient whose Rad-score was computed elsewhere, on z-scored features.</summary>
    /// <param name="radScore">The Rad-score; finite.</param>
    /// <param name="tumourSize">The largest diameter of the largest tumour.</param>
    /// <param name="childPugh">The Child-Pugh class.</param>
    /// <param name="bed">The biologically effective dose.</param>
    public HccSbrtPatient(double radScore, TumourSize tumourSize, ChildPugh childPugh, Bed bed)
        : this(tumourSize, childPugh, bed) =>
        RadScore = double.IsFinite(radScore)
            ? radScore
            : throw new ArgumentOutOfRangeException(nameof(radScore), radScore, "A Rad-score is a finite number.");

    /// <summary>A patient whose Rad-score is computed of features. The nomogram needs a <see cref="Scaler"/> then: the paper publishes
    /// none.</summary>
    /// <param name="features">Features by PyRadiomics' names, as extracted by the HccSbrt preset; the seven must be there and
    /// finite.</param>
    /// <param name="tumourSize">The largest diameter of the largest tumour.</param>
    /// <param name="childPugh">The Child-Pugh class.</param>
    /// <param name="bed">The biologically effective dose.</param>
    public HccSbrtPatient(IReadOnlyDictionary<string, double> features, TumourSize tumourSize, ChildPugh childPugh, Bed bed)
        : this(tumourSize, childPugh, bed)
    {
        ArgumentNullException.ThrowIfNull(features);
        Features = features;
    }

    private HccSbrtPatient(TumourSize tumourSize, ChildPugh childPugh, Bed bed) =>
        (TumourSize, ChildPugh, Bed) = (tumourSize, childPugh, bed);

    /// <summary>The Rad-score; <see langword="null"/> where it is computed of <see cref="Features"/>.</summary>
    public double? RadScore { get; }

    /// <summary>The features; empty where the Rad-score was given.</summary>
    public IReadOnlyDictionary<string, double> Features { get; } = new Dictionary<string, double>();

    /// <summary>The largest diameter of the largest tumour.</summary>
    public TumourSize TumourSize { get; init => field = Checked(value); }

    /// <summary>The Child-Pugh class.</summary>
    public ChildPugh ChildPugh { get; init => field = Checked(value); }

    /// <summary>The biologically effective dose.</summary>
    public Bed Bed { get; init => field = Checked(value); }

    /// <summary>
    /// The number of tumours, where the five-variable model of Table 2 is wanted; <see langword="null"/> (the default) for the
    /// nomogram's four predictors.
    /// </summary>
    /// <exception cref="PatientInputException">A number below 1 or above 100.</exception>
    public int? TumourCount
    {
        get;
        init => field = value is null or (>= 1 and <= 100)
            ? value
            : throw new PatientInputException(Invariant($"The number of tumours is {value}; it must be 1 to 100."));
    }

    /// <summary>The predictors by the names that <see cref="PrognosticModel.Predict"/> takes.</summary>
    public IReadOnlyDictionary<string, string> ToClinical()
    {
        var clinical = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [PublishedModel.LargeTumour.Name] = Text(TumourSize.Centimetres),
            [PublishedModel.ChildPughB.Name] = ChildPugh.ToString(),
        };
        if (RadScore is { } score)
            clinical[PublishedModel.RadScore.Name] = Text(score);
        if (Bed is { TotalDoseGray: { } dose, Fractions: { } fractions })
            (clinical[PrognosticModel.CourseDose], clinical[PrognosticModel.CourseFractions]) = (Text(dose), Text(fractions));
        else
            clinical[PublishedModel.HighDose.Name] = Text(Bed.Gray);
        if (TumourCount is { } count)
            clinical[PublishedModel.ManyTumours.Name] = Text(count);
        return clinical;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    // A struct can be default: that is no size, no class and no dose.
    private static TumourSize Checked(TumourSize value) =>
        value.Centimetres > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value),
                value.Centimetres,
                $"The tumour size was not set; use {nameof(TumourSize)}.{nameof(TumourSize.FromCentimetres)}."
            );

    private static ChildPugh Checked(ChildPugh value) =>
        value.IsKnown
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"The Child-Pugh class was not set; use {nameof(HccSbrt.ChildPugh)}.A or .B.");

    private static Bed Checked(Bed value) =>
        value.Gray > 0
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value),
                value.Gray,
                $"The dose was not set; use {nameof(Bed)}.{nameof(Bed.FromGray)} or .{nameof(Bed.FromFractionation)}."
            );
}
