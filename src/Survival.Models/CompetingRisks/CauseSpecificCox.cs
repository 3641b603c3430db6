using Plain;
using Survival.Models.Cox;
using Survival.Models.Numerics;

namespace Survival.Models.CompetingRisks;

/// <summary>A Cox model of each cause, the other causes taken for censoring, and the incidence they give together: R's
/// <c>riskRegression::CSC</c>.</summary>
public sealed partial class CauseSpecificCox
{
    private readonly double _slack;

    private readonly CompetingRisksData _data;

    private CauseSpecificCox(IReadOnlyDictionary<int, CoxModel> models, CompetingRisksData data) =>
        (Models, _data, _slack) = (models, data, data.AnyEvent.TimeSlack);

    /// <summary>The model of each cause.</summary>
    public IReadOnlyDictionary<int, CoxModel> Models { get; }

    /// <summary>Fits a model of each cause on the same covariates.</summary>
    /// <param name="data">The follow-up; weights, strata, entry times and clusters count.</param>
    /// <param name="x">The covariates.</param>
    /// <param name="options">How to fit.</param>
    /// <param name="cancellationToken">Stops the iterations.</param>
    /// <exception cref="ArgumentException">As
    /// <see cref="CoxModel.Fit(SurvivalData, DesignMatrix, CoxOptions?, ReadOnlySpan{double}, CancellationToken)"/>.</exception>
    /// <exception cref="InvalidSurvivalDataException">As there.</exception>
    /// <exception cref="ConvergenceException">As there.</exception>
    public static CauseSpecificCox Fit(
        CompetingRisksData data,
        DesignMatrix x,
        CoxOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        return new CauseSpecificCox(
            data.Causes.ToDictionary(c => c, c => Fit(data, c, x, options, cancellationToken)),
            data
        );
    }

    private static CoxModel Fit(CompetingRisksData data, int cause, DesignMatrix x, CoxOptions? options, CancellationToken cancellation)
    {
        try
        {
            return CoxModel.Fit(data.CauseSpecific(cause), x, options, default, cancellation);
        }
        catch (ConvergenceException e)
        {
            throw new ConvergenceException(
                Invariant($"The model of {data.NameOf(cause)} ({data.Cause.Count(cause)} events) has no estimate. {e.Message}"), e.Columns);
        }
    }

    /// <summary>
    /// The chance of an event of a cause by a time: the sum over its event times of the chance to be free of every cause just before (the
    /// product of 1 - the
    /// causes' hazards) times the cause's hazard.
    /// </summary>
    /// <param name="x">Covariates: the models' columns.</param>
    /// <param name="cause">The cause.</param>
    /// <param name="time">The time; not negative.</param>
    /// <exception cref="ArgumentException">A column is missing, or the models have strata.</exception>
    /// <exception cref="InvalidSurvivalDataException">There is no model of the cause.</exception>
    public double[] PredictIncidence(DesignMatrix x, int cause, double time)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        if (!Models.ContainsKey(cause))
            throw new InvalidSurvivalDataException(
                Invariant($"No row had cause {cause}. The causes are: ")
                    + $"{PlainWords.List(Models.Keys.Order().Select(k => Invariant($"{k}")))}.",
                column: "cause"
            );
        int[] causes = [.. Models.Keys.Order()];
        if (Models.Values.Any(m => m.Baselines.Count > 1))
            throw new ArgumentException("Incidences are predicted from models without strata; fit each stratum by itself.", nameof(x));
        var steps = new SortedDictionary<double, double[]>();
        for (var c = 0; c < causes.Length; c++)
        {
            var baseline = Models[causes[c]].Baselines[0];
            var times = baseline.Time;
            var hazard = baseline.CumulativeHazard;
            var upTo = TimeFix.CountUpTo(times, time, _slack);
            for (var k = 0; k < upTo; k++)
            {
                var jump = hazard[k] - (k > 0 ? hazard[k - 1] : 0);
                if (jump == 0)
                    continue;
                if (!steps.TryGetValue(times[k], out var at))
                    steps[times[k]] = at = new double[causes.Length];
                at[c] = jump;
            }
        }
        double[][] risk = [.. causes.Select(c => Array.ConvertAll(Models[c].LinearPredictor(x), Math.Exp))];
        var own = Array.IndexOf(causes, cause);
        var result = new double[x.RowCount];
        for (var i = 0; i < result.Length; i++)
        {
            var free = 1.0;
            foreach (var at in steps.Values)
            {
                var total = 0.0;
                for (var c = 0; c < causes.Length; c++)
                    total += at[c] * risk[c][i];
                result[i] += free * at[own] * risk[own][i];
                free *= Math.Max(0, 1 - total);
            }
        }
        return result;
    }

    /// <summary>The models, one after the other.</summary>
    public override string ToString() => string.Join(
        "\n", Models.OrderBy(m => m.Key).Select(m => Invariant($"Model of {_data.TitleOf(m.Key)}\n{m.Value}")));
}
