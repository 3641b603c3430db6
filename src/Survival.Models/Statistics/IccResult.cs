namespace Survival.Models.Statistics;

/// <summary>An intraclass correlation.</summary>
/// <param name="Name">McGraw and Wong's name of the form, such as <c>ICC(A,1)</c>.</param>
/// <param name="Value">The estimate; may be negative, NaN where all values are equal.</param>
/// <param name="F">The F statistic of the test against the null value.</param>
/// <param name="Df1">Its first degrees of freedom.</param>
/// <param name="Df2">Its second degrees of freedom; for agreement Satterthwaite's.</param>
/// <param name="PValue">P(F > F statistic).</param>
/// <param name="Lower">The lower end of the confidence interval.</param>
/// <param name="Upper">The upper end of the confidence interval.</param>
public readonly record struct IccResult(string Name, double Value, double F, double Df1, double Df2, double PValue, double Lower, double Upper);
