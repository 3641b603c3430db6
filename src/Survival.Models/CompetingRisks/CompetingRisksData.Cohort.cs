using Survival.Models.Cox;

namespace Survival.Models.CompetingRisks;

public sealed partial class CompetingRisksData
{
    /// <summary>The causes of a cohort's events: a column of the cohort says of each event which it was.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause; entry times, weights and strata count.</param>
    /// <param name="cause">A column that is missing, or 0, for censored patients and a whole number from 1 for every event.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidSurvivalDataException">A cell is no number, or a cause where none is, or none where one is.</exception>
    public static CompetingRisksData FromCohort(Cohort cohort, string cause)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        var (data, cells) = (cohort.FollowUp, cohort.Numbers(cause));
        var causes = new int[data.Count];
        for (var i = 0; i < causes.Length; i++)
        {
            var value = double.IsNaN(cells[i]) ? 0 : cells[i];
            if (value != Math.Floor(value) || value is < 0 or > int.MaxValue || value > 0 != data.Event[i])
                throw new InvalidSurvivalDataException(
                    Invariant($"Row {i} of column '{cause}' is {cells[i]} where the follow-up has {(data.Event[i] ? "an" : "no")} event; ")
                        + "an event needs a whole number from 1, a censoring 0 or nothing.",
                    i,
                    cause);
            causes[i] = (int)value;
        }
        return Create(
            data.Time, causes, data.Entry.IsEmpty ? null : data.Entry.ToArray(), data.Weight.IsEmpty ? null : data.Weight.ToArray(),
            data.Stratum.IsEmpty ? null : data.Stratum.ToArray());
    }
}

public sealed partial class FineGrayModel
{
    /// <summary>Fits the model of a formula's terms to a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause; without an offset.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="formula">The covariates, as text or of terms.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="cancellationToken">Stops the iteration.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static FineGrayModel Fit(
        Cohort cohort, string causeColumn, int cause, ModelFormula formula, FineGrayOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        _ = cohort.WithoutOffset("a Fine-Gray model");
        return Fit(
            CompetingRisksData.FromCohort(cohort, causeColumn), cohort.Covariates(formula), cause, options,
            cancellationToken: cancellationToken);
    }
}

public sealed partial class CauseSpecificCox
{
    /// <summary>Fits a model of each cause of a formula's terms to a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause; without an offset.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had.</param>
    /// <param name="formula">The covariates, as text or of terms.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="cancellationToken">Stops the iterations.</param>
    /// <exception cref="ArgumentException">There is no such column, or as for the other overload.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, the cohort has an offset, or as for the other
    /// overload.</exception>
    /// <exception cref="ConvergenceException">As for the other overload.</exception>
    public static CauseSpecificCox Fit(
        Cohort cohort, string causeColumn, ModelFormula formula, CoxOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        _ = cohort.WithoutOffset("cause-specific models");
        return Fit(CompetingRisksData.FromCohort(cohort, causeColumn), cohort.Covariates(formula), options, cancellationToken);
    }
}
