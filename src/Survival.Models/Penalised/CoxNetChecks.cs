namespace Survival.Models.Penalised;

/// <summary>Checks of the settings against the data.</summary>
internal static class CoxNetChecks
{
    public static void Check(SurvivalData data, DesignMatrix x, CoxNetOptions o)
    {
        if (x.RowCount != data.Count)
            throw new ArgumentException(Invariant($"The covariates have {x.RowCount} rows, the follow-up has {data.Count}."), nameof(x));
        if (x.ColumnCount == 0)
            throw new ArgumentException("There are no columns.", nameof(x));
        Require(o.Alpha >= 0 && o.Alpha <= 1, "Alpha", o.Alpha, "must lie in [0, 1]");
        Require(o.LambdaCount >= 1, "LambdaCount", o.LambdaCount, "must be at least 1");
        Require(o.LambdaMinRatio is not { } ratio || (ratio > 0 && ratio < 1), "LambdaMinRatio", o.LambdaMinRatio ?? 0,
            "must lie inside (0, 1)");
        Require(o.MinimumGain >= 0, "MinimumGain", o.MinimumGain, "must not be negative");
        Require(o.MaximumDevianceRatio > 0 && o.MaximumDevianceRatio <= 1, "MaximumDevianceRatio", o.MaximumDevianceRatio,
            "must lie in (0, 1]");
        Require(o.Tolerance > 0 && o.Tolerance <= 0.1, "Tolerance", o.Tolerance, "must lie in (0, 0.1]");
        Require(o.MaxIterations >= 10, "MaxIterations", o.MaxIterations, "must be at least 10");
        Require(!(o.MaximumNonzero < 0), "MaximumNonzero", o.MaximumNonzero ?? 0, "must not be negative");
        Require(!(o.MaximumEverNonzero < 0), "MaximumEverNonzero", o.MaximumEverNonzero ?? 0, "must not be negative");
        if (o.Lambdas is { Count: 0 })
            throw new ArgumentException("Lambdas is empty; give at least one, or null for a sequence.", nameof(o));
        foreach (var lambda in o.Lambdas ?? [])
            Require(lambda >= 0 && double.IsFinite(lambda), "Lambdas", lambda, "must be finite and not negative");
        Length(o.PenaltyFactors, x.ColumnCount, "PenaltyFactors", single: false);
        foreach (var factor in o.PenaltyFactors ?? [])
            Require(factor >= 0, "PenaltyFactors", factor, "must not be negative");
        Length(o.LowerLimits, x.ColumnCount, "LowerLimits", single: true);
        foreach (var limit in o.LowerLimits ?? [])
            Require(limit <= 0, "LowerLimits", limit, "must not be positive");
        Length(o.UpperLimits, x.ColumnCount, "UpperLimits", single: true);
        foreach (var limit in o.UpperLimits ?? [])
            Require(limit >= 0, "UpperLimits", limit, "must not be negative");
        foreach (var column in o.Excluded ?? [])
            Require(column >= 0 && column < x.ColumnCount, "Excluded", column, Invariant(
                $"must be a column from 0 to {x.ColumnCount - 1}"
            ));
        if (o.Offset is not { } offset)
            return;
        if (offset.Count != data.Count)
            throw new ArgumentException($"Offset has {offset.Count} values for {data.Count} rows.", nameof(o));
        for (var i = 0; i < offset.Count; i++)
        {
            if (!double.IsFinite(offset[i]))
                throw new InvalidSurvivalDataException(
                    Invariant($"The offset in {RowPlace.Of(i)} is {offset[i]}; it must be finite."), i, "offset");
        }
    }

    private static void Length(IReadOnlyList<double>? values, int count, string name, bool single)
    {
        if (values is not null && values.Count != count && !(single && values.Count == 1))
            throw new ArgumentException(
                Invariant($"{name} has {values.Count} values; {count}{(single ? " or 1" : "")} are needed, one for each column."), name);
    }

    private static void Require(bool holds, string name, double value, string what)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} {what}.");
    }
}
