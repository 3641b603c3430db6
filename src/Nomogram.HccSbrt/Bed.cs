using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt;

/// <summary>
/// The biologically effective dose of the radiotherapy, in Gy, with an alpha/beta of 10 Gy. The model asks only whether it
/// is 70 Gy or more.
/// </summary>
public readonly record struct Bed
{
    /// <summary>The boundary of the model's two classes, in Gy: a dose of exactly 70 Gy is in the upper class.</summary>
    public const double ThresholdGray = 70;

    /// <summary>The alpha/beta ratio that the study used, in Gy (section 2.2).</summary>
    public const double AlphaBetaGray = 10;

    /// <summary>The lowest dose in the study, in Gy (section 2.2).</summary>
    public const double StudyMinimumGray = 37.5;

    /// <summary>The highest dose in the study, in Gy (section 2.2).</summary>
    public const double StudyMaximumGray = 100;

    /// <summary>The highest dose taken, in Gy.</summary>
    public const double MaximumGray = 300;

    /// <summary>The lowest physical dose in the study, in Gy (section 2.2).</summary>
    public const double StudyMinimumDoseGray = 25;

    /// <summary>The highest physical dose in the study, in Gy (section 2.2).</summary>
    public const double StudyMaximumDoseGray = 50;

    /// <summary>The fewest fractions in the study (section 2.2).</summary>
    public const int StudyMinimumFractions = 5;

    /// <summary>The most fractions in the study (section 2.2).</summary>
    public const int StudyMaximumFractions = 8;

    private Bed(double gray, double? totalDoseGray = null, int? fractions = null) =>
        (Gray, TotalDoseGray, Fractions) = (gray, totalDoseGray, fractions);

    /// <summary>The biologically effective dose in Gy.</summary>
    public double Gray { get; }

    /// <summary>The physical dose of the course in Gy, where it was given.</summary>
    public double? TotalDoseGray { get; }

    /// <summary>The number of fractions, where it was given.</summary>
    public int? Fractions { get; }

    /// <summary>Whether the dose is 70 Gy or more.</summary>
    public bool IsHigh => Gray >= ThresholdGray;

    /// <summary>Whether the dose lies within the study's range, 37.5 to 100 Gy.</summary>
    public bool IsInStudyRange => Gray is >= StudyMinimumGray and <= StudyMaximumGray;

    /// <summary>A biologically effective dose.</summary>
    /// <param name="value">In Gy, with an alpha/beta of 10 Gy; above 0, at most 300.</param>
    /// <exception cref="PatientInputException">The dose is not in that range.</exception>
    public static Bed FromGray(double value) =>
        value > 0 && value <= MaximumGray
            ? new Bed(value)
            : throw new PatientInputException(
                Invariant($"The biologically effective dose is {value} Gy; it must be above 0 and at most {MaximumGray} Gy. ")
                    + $"A physical dose goes through {nameof(FromFractionation)}.");

    /// <summary>The biologically effective dose of a course of equal fractions: n d (1 + d / (alpha/beta)), with alpha/beta = 10
    /// Gy.</summary>
    /// <param name="totalDoseGray">The physical dose of the whole course, in Gy; above 0, at most 150. The study gave 25 to 50 Gy.</param>
    /// <param name="fractions">The number of fractions, 1 to 60. The study gave 5 to 8.</param>
    /// <remarks>Linear-quadratic model; Fowler JF, Br J Radiol 1989;62:679-694, doi:10.1259/0007-1285-62-740-679.</remarks>
    /// <exception cref="PatientInputException">A value outside those ranges, or a biologically effective dose above 300
    /// Gy.</exception>
    public static Bed FromFractionation(double totalDoseGray, int fractions)
    {
        if (!(totalDoseGray > 0 && totalDoseGray <= 150))
            throw new PatientInputException(
                Invariant($"The dose of the course is {totalDoseGray} Gy; it must be above 0 and at most 150 Gy."));
        if (fractions is < 1 or > 60)
            throw new PatientInputException(Invariant($"The course has {fractions} fractions; it must be 1 to 60."));
        var perFraction = totalDoseGray / fractions;
        var gray = totalDoseGray * (1 + perFraction / AlphaBetaGray);
        return gray <= MaximumGray
            ? new Bed(gray, totalDoseGray, fractions)
            : throw new PatientInputException(
                Invariant($"{totalDoseGray} Gy in {fractions} fractions make a biologically effective dose of {gray:0.#} Gy; ")
                    + Invariant($"at most {MaximumGray} Gy are taken."));
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Gray:0.##} Gy (BED, alpha/beta 10)");
}
