using Plain;

namespace Survival.Models.Prognosis;

// What must fit together, whether a model is made or read.
public sealed partial class PrognosticModel
{
    private static PrognosticModel Checked(PrognosticModel model) =>
        model.Problem() is { } problem ? throw new ArgumentException(problem) : model;

    /// <summary>What does not fit together; <see langword="null"/> where all does.</summary>
    private string? Problem()
    {
        if (string.IsNullOrWhiteSpace(Description.Name) || string.IsNullOrWhiteSpace(Description.Title))
            return "A model needs a name and a title.";
        if (
            Horizons.Count == 0
            || Horizons.Any(h => !(h > 0) || !double.IsFinite(h))
            || Horizons.Zip(Horizons.Skip(1)).Any(p => !(p.First < p.Second))
        )
            return $"The times of the predictions ({string.Join(", ", Horizons.Select(h => Invariant($"{h}")))}) must be positive, finite "
                + $"and ascending, and there must be one.";
        if (_linear.Problem() is { } wrong)
            return wrong;
        // Of a model without data the range is not known.
        var range = LinearPredictorRange;
        if (
            !(double.IsFinite(range.Low) && double.IsFinite(range.High) && range.Low <= range.High)
            && !(Fit is null && double.IsNaN(range.Low) && double.IsNaN(range.High))
        )
            return Invariant($"The range of the linear predictor, {range.Low} to {range.High}, must be finite and rise.");
        var unfilled = _linear.Names.ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var predictor in Predictors)
        {
            if (predictor.Problem() is { } problem)
                return problem;
            if (!names.Add(predictor.Name))
                return $"The predictor '{predictor.Name}' stands twice.";
            foreach (var column in predictor.Columns)
            {
                if (!unfilled.Remove(column))
                    return $"The predictor '{predictor.Name}' fills the column '{column}', which the "
                        + $"model {(_linear.Names.Contains(column) ? "has filled by another" : "does not have")}.";
            }
        }
        foreach (var interaction in Interactions)
        {
            if (interaction.Problem(Predictors) is { } problem)
                return problem;
            foreach (var column in interaction.Columns)
            {
                if (!unfilled.Remove(column))
                    return $"The interaction of {string.Join(" and ", interaction.Predictors)} fills the column '{column}', which the "
                        + $"model {(_linear.Names.Contains(column) ? "has filled by another" : "does not have")}.";
            }
        }
        if (Predictors.FirstOrDefault(p => !HasFiniteEffects(p)) is { } endless)
            return $"The effect of '{endless.Name}' is not finite all along its axis.";
        if (unfilled.FirstOrDefault(c => !(Fit is not null && double.IsNaN(Fit.Coefficients[_linear.IndexOf(c)]))) is { } left)
            return $"No predictor fills the model's column '{left}'.";
        if (Signature is { } signature)
        {
            if (signature.Problem() is { } problem)
                return problem;
            if (
                Predictors.FirstOrDefault(p => p.Name == signature.Name)
                is not { Kind: PredictorKind.Continuous or PredictorKind.Discrete or PredictorKind.Spline or PredictorKind.NaturalSpline }
            )
                return $"No predictor takes the signature's score, '{signature.Name}', as a number.";
        }
        if (Baselines.Select(b => b.Name).Distinct(StringComparer.Ordinal).Count() != Baselines.Count)
            return $"Baselines need different names; these are {PlainWords.List(Baselines.Select(b => b.Name))}.";
        var isIncidence = Description.Endpoint.IsIncidence;
        if (isIncidence && Fit is not null)
            return $"The outcome names competing events ({Description.Endpoint.Competing}), and a Cox model, which counts them as "
                + $"censored, gives no cumulative incidence. Make it of a {nameof(CompetingRisks.FineGrayModel)}, or name none.";
        if (Baselines.FirstOrDefault(b => b.IsOfIncidence == !isIncidence) is { } other)
            return isIncidence
                ? $"The baseline '{other.Name}' is a survival's, and the model predicts a cumulative incidence; estimate one with the "
                    + "competing events counted."
                : $"The baseline '{other.Name}' is a cumulative incidence's, and the outcome names no competing events.";
        if (Baselines.FirstOrDefault(b => b.Variances.Length > 0 && b.Gradients.Length != (long)b.Times.Count * ColumnNames.Count)
            is { } odd)
            return $"The baseline '{odd.Name}' has gradients of another number of columns than the model.";
        return Baselines.Select(b => b.Problem()).FirstOrDefault(b => b is not null);
    }

    private bool HasFiniteEffects(Predictor predictor)
    {
        var coefficients = CoefficientsOf(predictor);
        // The axis ends at round numbers a little beyond the data.
        var width = predictor.High - predictor.Low;
        double[] places = predictor.Kind switch
        {
            PredictorKind.Levels => [.. predictor.Levels.Select((_, k) => (double)k)],
            PredictorKind.Discrete => [.. predictor.Values],
            // Of a number that must be positive the axis ends before the range does.
            PredictorKind.FractionalPolynomial => [predictor.Low, predictor.High, predictor.High + width],
            _ => [predictor.Low - width, predictor.Low, predictor.High, predictor.High + width],
        };
        return Array.TrueForAll(places, x => double.IsFinite(predictor.Effect(x, coefficients) * NomogramOptions.Default.MaximumPoints));
    }
}
