namespace Survival.Models.Cox;

/// <summary>
/// The form that a continuous variable's effect is given by the closed test of fractional polynomials (Ambler and Royston 2001,
/// doi:10.1080/00949650108812083; Sauerbrei and Royston 1999, doi:10.1111/1467-985X.00122), which R's <c>mfp</c> takes for one variable:
/// the best of second degree is tested against no effect, against a straight line and against the best of first degree, each at the same
/// level, and the first that is not worse ends it. The powers are -2, -1, -0.5, 0, 0.5, 1, 2 and 3.
/// </summary>
public sealed class FractionalPolynomialChoice
{
    private static readonly double[] AllPowers = [-2, -1, -0.5, 0, 0.5, 1, 2, 3];

    private FractionalPolynomialChoice(
        ModelTerm? term, TestResult none, TestResult linear, TestResult? firstDegree, (double[] Powers, double Value)[] best)
    {
        (Term, AgainstNone, AgainstLinear, AgainstFirstDegree) = (term, none, linear, firstDegree);
        (FirstDegree, FirstDegreeLogLikelihood) = best[0];
        (SecondDegree, SecondDegreeLogLikelihood) = best.Length > 1 ? best[1] : ([], double.NaN);
    }

    /// <summary>The form chosen, for a <see cref="ModelFormula"/>; <see langword="null"/> where the variable has no effect at the
    /// level.</summary>
    public ModelTerm? Term { get; }

    /// <summary>The test of the most complex form against no effect, with twice its degree as degrees of freedom.</summary>
    public TestResult AgainstNone { get; }

    /// <summary>The test of the most complex form against a straight line, with one degree of freedom less.</summary>
    public TestResult AgainstLinear { get; }

    /// <summary>The test of the second degree against the first, with two degrees of freedom; <see langword="null"/> where only the first
    /// was tried.</summary>
    public TestResult? AgainstFirstDegree { get; }

    /// <summary>The power of the best form of first degree.</summary>
    public IReadOnlyList<double> FirstDegree { get; }

    /// <summary>The log likelihood with it.</summary>
    public double FirstDegreeLogLikelihood { get; }

    /// <summary>The powers of the best form of second degree; empty where it was not tried.</summary>
    public IReadOnlyList<double> SecondDegree { get; }

    /// <summary>The log likelihood with them; NaN where it was not tried.</summary>
    public double SecondDegreeLogLikelihood { get; }

    /// <summary>Chooses a form.</summary>
    /// <param name="cohort">The patients; without clusters, weights whole.</param>
    /// <param name="variable">The variable, which with the shift must be positive.</param>
    /// <param name="others">The other terms of the model, without the variable; <see langword="null"/> for none.</param>
    /// <param name="level">The level of each test, inside (0, 1).</param>
    /// <param name="degree">1 or 2.</param>
    /// <param name="shift">What is added to the variable first.</param>
    /// <param name="options">How the models are fitted.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">A level, degree or shift that is not allowed, no such column, a variable that is among the
    /// others, or a cohort with clusters or weights that are not whole.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or not positive.</exception>
    /// <exception cref="ConvergenceException">A model found no optimum.</exception>
    public static FractionalPolynomialChoice Select(
        Cohort cohort, string variable, ModelFormula? others = null, double level = 0.05, int degree = 2, double shift = 0,
        CoxOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        if (!cohort.FollowUp.Cluster.IsEmpty || cohort.FollowUp.HasFractionalWeight)
            throw new ArgumentException(
                "The closed test compares likelihoods, which take patients for independent and weights for repeated rows: give a cohort "
                + "without clusters and with whole weights.",
                nameof(cohort));
        if (!(level is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level of a test lies between 0 and 1.");
        if (degree is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(degree), degree, "The degree is 1 or 2.");
        IReadOnlyList<ModelTerm> rest = others?.Terms ?? [];
        if (rest.Any(t => t.Name == variable || t.Factors.Contains(variable)))
            throw new ArgumentException($"'{variable}' is among the other terms; its form is what is chosen here.", nameof(others));
        double Value(params IReadOnlyList<double> powers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<ModelTerm> terms = [.. rest];
            if (powers.Count > 0)
                terms.Insert(0, ModelTerm.FractionalPolynomial(variable, powers, shift));
            var line = new ModelFormula(ModelTerm.FractionalPolynomial(variable, [1], shift));
            return terms.Count == 0
                ? CoxModel.Fit(cohort, line, options, cancellationToken).LogLikelihoodNull
                : CoxModel.Fit(cohort, new ModelFormula(terms), options, cancellationToken).LogLikelihood;
        }
        var (none, linear) = (Value(), Value(1));
        List<(double[] Powers, double Value)> best = [AllPowers.Select(p => (new[] { p }, Value(p))).MaxBy(f => f.Item2)];
        if (degree == 2)
            best.Add(AllPowers.SelectMany((p, k) => AllPowers.Skip(k).Select(q => (new[] { p, q }, Value(p, q)))).MaxBy(f => f.Item2));
        var most = best[^1].Value;
        TestResult Test(double value, int freedom) =>
            TestResult.ChiSquared(2 * Math.Max(0, most - value), freedom, "Likelihood ratio test");
        var (againstNone, againstLinear) = (Test(none, 2 * degree), Test(linear, (2 * degree) - 1));
        TestResult? againstFirst = degree == 2 ? Test(best[0].Value, 2) : null;
        double[]? chosen = againstNone.PValue > level ? null : againstLinear.PValue > level ? [1]
            : againstFirst is { } first && first.PValue > level ? best[0].Powers : best[^1].Powers;
        var term = chosen is null ? null : chosen is [1] ? ModelTerm.Linear(variable)
            : ModelTerm.FractionalPolynomial(variable, chosen, shift);
        return new FractionalPolynomialChoice(term, againstNone, againstLinear, againstFirst, [.. best]);
    }

    /// <summary>The form chosen and the tests.</summary>
    public override string ToString() =>
        $"{(Term is null ? "no effect" : Term.ToString())}\nagainst none: {AgainstNone}\nagainst a straight line: {AgainstLinear}"
            + (AgainstFirstDegree is { } first ? $"\nagainst first degree: {first}" : "");
}
