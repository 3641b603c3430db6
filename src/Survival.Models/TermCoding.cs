using Survival.Models.Numerics;

namespace Survival.Models;

/// <summary>Gives a curved term its knots.</summary>
internal static class TermCoding
{
    /// <summary>A term with the knots of its data.</summary>
    public static DesignTerm Resolve(ModelTerm term, ReadOnlySpan<double> values)
    {
        var (low, high) = Range(term.Name, values);
        var bare = new DesignTerm(term.Name, 0, 0, []) { Kind = term.Kind, Range = (low, high) };
        return term.Kind switch
        {
            TermKind.RestrictedCubic => WithKnots(bare, term.Knots.Count > 0 ? term.Knots : HarrellKnots(term, values), 1),
            TermKind.Natural => WithKnots(bare, term.Knots.Count > 0 ? term.Knots : QuantileKnots(term, values), 1),
            TermKind.FractionalPolynomial =>
                bare with { Powers = term.Powers, Shift = term.Shift, Scale = term.Scale, ColumnCount = term.Powers.Count },
            _ => throw new ArgumentException($"'{term}' has no curve; a spline or a fractional polynomial was expected.", nameof(term)),
        };
    }

    /// <summary>Refuses values at which the term is not defined.</summary>
    public static void CheckDomain(DesignTerm term, ReadOnlySpan<double> values)
    {
        Range(term.Name, values);
        for (var i = 0; i < values.Length && term.Kind == TermKind.FractionalPolynomial; i++)
        {
            if (!(values[i] + term.Shift > 0))
                throw new InvalidSurvivalDataException(
                    Invariant($"{RowPlace.Start(i)} of column '{term.Name}' is {values[i]}; a fractional polynomial is of positive ")
                        + "numbers (after "
                        + Invariant($"its shift of {term.Shift}). Give the term a shift that makes all of them positive."),
                    i,
                    term.Name);
        }
    }

    private static DesignTerm WithKnots(DesignTerm term, IReadOnlyList<double> knots, int less) =>
        term with { Knots = [.. knots], ColumnCount = knots.Count - less };

    private static double[] HarrellKnots(ModelTerm term, ReadOnlySpan<double> values)
    {
        var different = values.ToArray().Distinct().Count();
        double[] knots = different < term.Count + 3 ? [] : RestrictedCubicBasis.Knots(values, term.Count);
        return knots.Length > 0 && knots.Zip(knots.Skip(1)).All(p => p.First < p.Second)
            ? knots
            : throw new InvalidSurvivalDataException(
                Invariant($"Column '{term.Name}' has {different} different values of {values.Length}, too few or too often tied for ")
                    + Invariant($"{term.Count} knots at their quantiles. Take fewer knots or name them."),
                column: term.Name);
    }

    private static double[] QuantileKnots(ModelTerm term, ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        double[] knots = [.. Enumerable.Range(0, term.Count + 1).Select(k => SampleQuantile.OfSorted(sorted, (double)k / term.Count))];
        return knots.Zip(knots.Skip(1)).All(p => p.First < p.Second)
            ? knots
            : throw new InvalidSurvivalDataException(
                Invariant($"Column '{term.Name}' is too often tied for {term.Count} degrees of freedom: its knots would be ")
                    + $"{ModelTerm.Numbers(knots)}. Take fewer or name the knots.",
                column: term.Name);
    }

    private static (double Low, double High) Range(string name, ReadOnlySpan<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new InvalidSurvivalDataException(
                    FormattableString.Invariant(
                        $"{RowPlace.Start(i)} of column '{name}' is {values[i]}; covariates must be finite. Drop or impute the row first."),
                    i,
                    name);
            (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
        }
        return (low, high);
    }
}
