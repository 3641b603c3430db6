using Survival.Models.Numerics;

namespace Survival.Models.Prognosis;

/// <summary>An interaction of predictors: its columns are the products of theirs.</summary>
/// <param name="Predictors">The predictors, by name; at least two.</param>
/// <param name="Columns">A column for each product of a column of each predictor, those of the first predictor fastest.</param>
public sealed record PredictorInteraction(IReadOnlyList<string> Predictors, IReadOnlyList<string> Columns)
{
    /// <summary>What it is called: its predictors with colons between them.</summary>
    internal string Name => string.Join(':', Predictors);

    /// <summary>Its columns at the columns of its predictors.</summary>
    internal double[] Products(IReadOnlyDictionary<string, double[]> values) => DesignTerm.Products([.. Predictors.Select(p => values[p])]);

    internal string? Problem(IReadOnlyList<Predictor> predictors)
    {
        if (Predictors.Count < 2 || Predictors.Distinct(StringComparer.Ordinal).Count() != Predictors.Count)
            return $"The interaction of {string.Join(", ", Predictors)} needs at least two predictors, none twice.";
        var count = 1L;
        foreach (var name in Predictors)
        {
            if (predictors.FirstOrDefault(p => p.Name == name) is not { } predictor)
                return $"The interaction of {string.Join(" and ", Predictors)} needs the predictor '{name}', which there is not.";
            count *= predictor.Columns.Count;
        }
        return Columns.Count == count
            ? null
            : Invariant($"The interaction of {string.Join(" and ", Predictors)} has {Columns.Count} columns; {count} were expected.");
    }

    /// <summary>The values by their names.</summary>
    public override string ToString() => RecordText.Of(this);
}
