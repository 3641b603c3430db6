using System.Runtime.CompilerServices;

namespace Survival.Models.Cox;

public sealed partial class CoxModel
{
    /// <summary>Fits the model to a cohort's columns; its weights, strata, clusters, entry times and offset are used.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="covariates">The columns, in this order; <see langword="null"/> for all. A categorical one becomes an indicator column
    /// for each level but the first.</param>
    /// <param name="options">How to fit; Efron's ties by default.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing (see <see cref="Cohort.Complete"/>), or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static CoxModel Fit(Cohort cohort, IReadOnlyList<string>? covariates = null, CoxOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Fit(cohort.FollowUp, cohort.Covariates(covariates), options, [.. cohort.Offset], cancellationToken);
    }

    /// <summary>Fits the model of a formula: <c>"age + rcs(size, 4) + sex * stage"</c>.</summary>
    /// <param name="cohort">The cohort, which has its follow-up, strata, clusters, weights and offset.</param>
    /// <param name="formula">The formula, as text or of terms.</param>
    /// <param name="options">How to fit; Efron's ties by default.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <exception cref="ArgumentException">As for <see cref="Cohort.Covariates(ModelFormula)"/>, or for the fit of a design.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, too few different values for as many knots, or as for the fit of
    /// a design.</exception>
    /// <exception cref="ConvergenceException">As for the fit of a design.</exception>
    [OverloadResolutionPriority(-1)]
    public static CoxModel Fit(Cohort cohort, ModelFormula formula, CoxOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return Fit(cohort.FollowUp, cohort.Covariates(formula), options, [.. cohort.Offset], cancellationToken);
    }

    /// <summary>Fits the model of a formula to a table: <c>"time, event ~ age + rcs(size, 4) + sex * stage"</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="formula">The formula with its left side, as text or of terms.</param>
    /// <param name="options">How to fit; Efron's ties by default.</param>
    /// <param name="omitMissing">Whether rows that miss a value in a column of the formula are left out, as R's <c>na.omit</c> does (
    /// <see cref="RowCount"/> tells how many are left); else they are refused.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <exception cref="ArgumentException">The formula has no left side, or as for a cohort's.</exception>
    /// <exception cref="InvalidSurvivalDataException">As for a cohort's, or no row is complete.</exception>
    /// <exception cref="ConvergenceException">As for a cohort's.</exception>
    public static CoxModel Fit(SurvivalTable table, ModelFormula formula, CoxOptions? options = null, bool omitMissing = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(formula);
        if (omitMissing)
            table = WithoutMissing(table, formula);
        var cohort = Cohort.FromTable(table, formula);
        return Fit(cohort.FollowUp, cohort.Covariates(formula.ForCohort()), options, [.. cohort.Offset], cancellationToken);
    }

    private static SurvivalTable WithoutMissing(SurvivalTable table, ModelFormula formula)
    {
        string?[] others = [formula.Entry, formula.Time, formula.Event, formula.Cluster, formula.Offset, formula.Weight];
        // A column that is not there is told of where it is asked for.
        TableColumn[] columns =
        [
            .. formula.Variables.Concat(formula.Strata).Concat(others.OfType<string>()).Distinct(StringComparer.Ordinal)
                .Where(table.HasColumn).Select(table.Column),
        ];
        int[] complete = [.. Enumerable.Range(0, table.RowCount).Where(i => !Array.Exists(columns, c => c.IsMissing(i)))];
        return complete.Length == table.RowCount ? table
            : complete.Length > 0 ? table.SelectRows(complete)
            : throw new InvalidSurvivalDataException($"No row of '{table.Source}' is complete in the columns of '{formula}'.");
    }

    /// <summary>The linear predictor of a cohort's patients, who are coded as those of the fit were; their offset is added.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="centred">Whether it is relative to the means of the fitted data, as R's <c>predict(type = "lp")</c>.</param>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or a level that the model does not know.</exception>
    public double[] LinearPredictor(Cohort cohort, bool centred = true)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var values = LinearPredictor(cohort.Covariates(Terms), centred);
        for (var i = 0; i < cohort.Offset.Count; i++)
            values[i] += cohort.Offset[i] - (centred ? OffsetMean : 0);
        return values;
    }

    /// <summary>The survival of a cohort's patients at a time, each by the baseline of its stratum.</summary>
    /// <param name="cohort">The cohort; where the model has strata, with the same strata by name.</param>
    /// <param name="time">The time, in the unit of the fitted data.</param>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or a level or stratum that the model does not know.</exception>
    public double[] PredictSurvival(Cohort cohort, double time)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return PredictSurvival(cohort.Covariates(Terms), time, StrataOf(cohort.FollowUp), [.. cohort.Offset]);
    }

    // Codes are made anew for each cohort: strata are the same by name.
    private int[] StrataOf(SurvivalData data)
    {
        if (Baselines.Count == 1)
            return [];
        if (data.Stratum.IsEmpty)
            throw new InvalidSurvivalDataException(
                $"The model has {Baselines.Count} strata, the cohort has none. Name its strata as those of the fit.");
        var codes = new int[data.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            var code = data.Stratum[i];
            var name = code < data.StratumNames.Count ? data.StratumNames[code] : null;
            var baseline = Baselines.FirstOrDefault(b => name is null ? b.Stratum == code : b.Name == name)
                ?? throw new InvalidSurvivalDataException(
                    Invariant($"{RowPlace.Start(i)} is of the stratum '{name ?? Invariant($"{code}")}', which the model does not know."),
                    i);
            codes[i] = baseline.Stratum;
        }
        return codes;
    }
}
