using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt;

/// <summary>The largest diameter of the largest intrahepatic tumour. The model asks only whether it is above 5 cm.</summary>
public readonly record struct TumourSize
{
    /// <summary>The boundary of the model's two classes, in cm: a tumour of exactly 5 cm is in the lower class (Table 1).</summary>
    public const double ThresholdCentimetres = 5;

    /// <summary>The largest size taken, in cm.</summary>
    public const double MaximumCentimetres = 30;

    private TumourSize(double centimetres) => Centimetres = centimetres;

    /// <summary>The size in cm.</summary>
    public double Centimetres { get; }

    /// <summary>Whether the tumour is larger than 5 cm.</summary>
    public bool IsLarge => Centimetres > ThresholdCentimetres;

    /// <summary>A size in cm.</summary>
    /// <param name="value">Above 0, at most 30 cm.</param>
    /// <exception cref="PatientInputException">The size is not in that range.</exception>
    public static TumourSize FromCentimetres(double value) => value > 0 && value <= MaximumCentimetres
        ? new TumourSize(value)
        : throw new PatientInputException(
            Invariant($"The tumour size is {value} cm; it must be above 0 and at most {MaximumCentimetres} cm. ")
                + $"A number in mm goes through {nameof(FromMillimetres)}.");

    /// <summary>A size in mm.</summary>
    /// <param name="value">Above 0, at most 300 mm.</param>
    /// <exception cref="PatientInputException">The size is not in that range.</exception>
    public static TumourSize FromMillimetres(double value) =>
        value > 0 && value <= 10 * MaximumCentimetres
            ? new TumourSize(value / 10)
            : throw new PatientInputException(
                Invariant($"The tumour size is {value} mm; it must be above 0 and at most {10 * MaximumCentimetres} mm."));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Centimetres:0.##} cm");
}
