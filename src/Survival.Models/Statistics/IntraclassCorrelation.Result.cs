using System.Globalization;

namespace Survival.Models.Statistics;

/// <param name="Name">McGraw and Wong's name of the form, such as <c>ICC(A,1)</c>.</param>
/// <param name="Value">The estimate; may be negative, NaN where all values are equal; 1 with limits 1 and 1 where raters agree in every
/// value.</param>
/// <param name="F">The F statistic of the test against the null value.</param>
/// <param name="Df1">Its first degrees of freedom.</param>
/// <param name="Df2">Its second degrees of freedom; for agreement Satterthwaite's.</param>
/// <param name="PValue">P(F > F statistic).</param>
/// <param name="Lower">The lower end of the confidence interval.</param>
/// <param name="Upper">The upper end of the confidence interval.</param>
public readonly partial record struct IntraclassCorrelation(
    string Name,
    double Value,
    double F,
    double Df1,
    double Df2,
    double PValue,
    double Lower,
    double Upper
)
{
    /// <summary>Fewer subjects than this, and the result carries a warning.</summary>
    internal const int FewSubjects = 10;

    /// <summary>The number of subjects.</summary>
    public int Subjects { get; init; }

    /// <summary>The number of raters.</summary>
    public int Raters { get; init; }

    /// <summary>What the estimate is worth where it comes from fewer than ten subjects; else <see langword="null"/>.</summary>
    public string? Warning =>
        Subjects is 0 or >= FewSubjects
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"From {Subjects} subjects only: the interval "
                    + $"{(double.IsNaN(Lower) ? "is not defined" : FormattableString.Invariant($"runs from {Lower:G3} to {Upper:G3}"))}, "
                        + $"so the estimate says little of other subjects. Some 30 are advised (Koo and Li 2016, "
                            + $"doi:10.1016/j.jcm.2016.02.012)."
            );

    /// <summary>The form, the estimate with its limits, the test and the warning.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Name} = {Value:G6} ({Lower:G6} to {Upper:G6}), {Subjects} subjects, {Raters} raters; F({Df1:G6}, {Df2:G6}) = {F:G6}, p = "
                + $"{PValue:G6}"
        ) + (Warning is { } w ? $"\n{w}" : "");
}
