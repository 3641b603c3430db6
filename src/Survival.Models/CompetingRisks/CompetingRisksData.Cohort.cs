using Plain;
using Survival.Models.Cox;

namespace Survival.Models.CompetingRisks;

public sealed partial class CompetingRisksData
{
    /// <summary>The causes of a cohort's events: a column says of each event which it was. That may be the column of the event itself,
    /// where several of its values are the event.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause; entry times, weights, strata and clusters count.</param>
    /// <param name="cause">
    /// The column of the cohort, or of its event. In words, each word of an event is a cause; of numbers, causes count from 1, and a
    /// column beside the event's is 0 or missing where follow-up was censored.
    /// </param>
    /// <param name="causes">The words in the order in which they are numbered, from 1; <see langword="null"/> for that of the
    /// alphabet.</param>
    /// <exception cref="ArgumentException">There is no such column, or a word stands twice.</exception>
    /// <exception cref="InvalidSurvivalDataException">A cause where none is, or none where one is, or one that is not among those
    /// named; the message names row and line.</exception>
    public static CompetingRisksData FromCohort(Cohort cohort, string cause, IReadOnlyList<string>? causes = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        ArgumentException.ThrowIfNullOrEmpty(cause);
        var own = cause == cohort.EventCoding.Column && cohort.EventCells.Count > 0 && !cohort.ColumnNames.Contains(cause);
        IReadOnlyList<string?> cells = own ? cohort.EventCells : cohort.Texts(cause);
        var data = cohort.FollowUp;
        var (codes, names) = causes is null && Array.TrueForAll([.. Events()], c => TableColumn.TryParse(c, '.', false, out _))
            ? (Numbered(), [])
            : Named(causes);
        var made = Create(
            data.Time, codes, data.Entry.IsEmpty ? null : data.Entry.ToArray(), data.Weight.IsEmpty ? null : data.Weight.ToArray(),
            data.Stratum.IsEmpty ? null : data.Stratum.ToArray(), data.Cluster.IsEmpty ? null : data.Cluster.ToArray());
        return new CompetingRisksData(made.AnyEvent, made._cause) { CauseNames = names };

        IEnumerable<string> Events() => cells.Where((c, i) => c is not null && cohort.FollowUp.Event[i]).Select(c => c!);

        int[] Numbered()
        {
            var numbers = new int[cells.Count];
            for (var i = 0; i < numbers.Length; i++)
            {
                // The event's own column has its censorings in whatever code.
                if (own && !cohort.FollowUp.Event[i])
                    continue;
                var value = cells[i] is not { } cell ? 0 : TableColumn.TryParse(cell, '.', false, out var v) ? v : double.NaN;
                if (value != Math.Floor(value) || value is < 0 or > int.MaxValue || value > 0 != cohort.FollowUp.Event[i])
                    throw Wrong(i, "an event needs a whole number from 1, a censoring 0 or nothing");
                numbers[i] = (int)value;
            }
            return numbers;
        }

        (int[], string[]) Named(IReadOnlyList<string>? asked)
        {
            string[] words = asked is null ? [.. Events().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [.. asked];
            if (words.Distinct(StringComparer.Ordinal).Count() != words.Length)
                throw new ArgumentException($"A cause stands twice: {PlainWords.List(words)}.", nameof(causes));
            var place = words.Select((w, k) => (w, k)).ToDictionary(p => p.w, p => p.k + 1, StringComparer.Ordinal);
            var numbers = new int[cells.Count];
            for (var i = 0; i < numbers.Length; i++)
            {
                var named = cells[i] is { } cell && place.TryGetValue(cell, out numbers[i]);
                if (named != cohort.FollowUp.Event[i])
                    throw Wrong(i, $"an event needs one of {PlainWords.List(words)}, a censoring none of them");
            }
            return (numbers, words);
        }

        InvalidSurvivalDataException Wrong(int i, string needed) => new(
            $"Column '{cause}' of '{cohort.Table.Source}' is {(cells[i] is { } cell ? $"'{cell}'" : "empty")} in "
                + $"{cohort.Table.PlaceOf(i)}, where the follow-up has {(cohort.FollowUp.Event[i] ? "an" : "no")} event; {needed}.",
            i,
            cause);
    }
}

public sealed partial class FineGrayModel
{
    /// <summary>Fits the model of a formula's terms to a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause; without an offset.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
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

    /// <summary>The linear predictor of a cohort's patients.</summary>
    /// <param name="cohort">The cohort, with the columns of the model's terms.</param>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or a level the model does not know.</exception>
    public double[] LinearPredictor(Cohort cohort)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return LinearPredictor(cohort.Covariates(Terms));
    }

    /// <summary>The chance of an event of the cause by a time of a cohort's patients.</summary>
    /// <param name="cohort">The cohort, with the columns of the model's terms.</param>
    /// <param name="time">The time; not negative.</param>
    /// <param name="stratum">The stratum's code; the first by default.</param>
    /// <exception cref="ArgumentException">A column is missing, or there is no such stratum.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, or a level the model does not know.</exception>
    public double[] PredictIncidence(Cohort cohort, double time, int? stratum = null)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return PredictIncidence(cohort.Covariates(Terms), time, stratum);
    }
}

public sealed partial class CauseSpecificCox
{
    /// <summary>Fits a model of each cause of a formula's terms to a cohort.</summary>
    /// <param name="cohort">The cohort, of which an event is one of any cause; without an offset.</param>
    /// <param name="causeColumn">The column that says of each event which cause it had, as <see cref="CompetingRisksData.FromCohort"/>
    /// reads it.</param>
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

    /// <summary>The chance of an event of a cause by a time of a cohort's patients.</summary>
    /// <param name="cohort">The cohort, with the columns of the models' terms.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="time">The time; not negative.</param>
    /// <exception cref="ArgumentException">A column is missing, or the models have strata.</exception>
    /// <exception cref="InvalidSurvivalDataException">A value is missing, a level the models do not know, or there is no model of the
    /// cause.</exception>
    public double[] PredictIncidence(Cohort cohort, int cause, double time)
    {
        ArgumentNullException.ThrowIfNull(cohort);
        return PredictIncidence(cohort.Covariates(Models.First().Value.Terms), cause, time);
    }
}
