using Survival.Models.Persistence;

namespace Survival.Models.Penalised;

/// <summary>The baseline hazard that belongs to a penalised model: the cumulated hazard at a linear predictor of 0. Immutable.</summary>
public sealed class CoxNetBaseline
{
    private const string Format = "Survival.Models.CoxNetBaseline";

    private readonly double[] _times;
    private readonly double[] _hazard;

    internal CoxNetBaseline(double lambda, double[] times, double[] hazard) => (Lambda, _times, _hazard) = (lambda, times, hazard);

    /// <summary>The lambda of the model.</summary>
    public double Lambda { get; }

    /// <summary>The distinct times of follow-up, ascending.</summary>
    public ReadOnlySpan<double> Times => _times;

    /// <summary>The cumulated hazard at each of them.</summary>
    public ReadOnlySpan<double> CumulativeHazard => _hazard;

    /// <summary>The probability to survive beyond each of the times, exp(-H0 exp(lp)).</summary>
    /// <param name="linearPredictor">The linear predictor, as the model predicts it.</param>
    public double[] Survival(double linearPredictor) => Array.ConvertAll(_hazard, h => Math.Exp(-h * Math.Exp(linearPredictor)));

    /// <summary>The baseline as a JSON text that <see cref="FromJson"/> reads back to the same numbers.</summary>
    public string ToJson() => CoxNetJson.Write(Format, writer =>
    {
        writer.WriteNumber("lambda", Lambda);
        writer.WriteNumbers("times", _times);
        writer.WriteNumbers("cumulativeHazard", _hazard);
    });

    /// <summary>Reads a baseline.</summary>
    /// <param name="json">What <see cref="ToJson"/> wrote.</param>
    /// <exception cref="ModelFileException">It is no such text, is damaged, or of a later version.</exception>
    public static CoxNetBaseline FromJson(string json) => CoxNetJson.Read(json, Format, root =>
    {
        var times = root.ReadNumbers("times");
        var hazard = root.ReadNumbers("cumulativeHazard", times.Length);
        for (var k = 0; k < times.Length; k++)
        {
            if (!double.IsFinite(times[k]) || !double.IsFinite(hazard[k])
                || (k > 0 && !(times[k] > times[k - 1] && hazard[k] >= hazard[k - 1])))
                throw new FormatException(Invariant($"Times must ascend and the hazard must not fall; {RowPlace.Of(k)} does."));
        }
        return times.Length > 0 ? new CoxNetBaseline(root.ReadFinite("lambda"), times, hazard)
            : throw new FormatException("There are no times.");
    });

    /// <summary>The times and the hazard reached.</summary>
    public override string ToString() =>
        Invariant($"Baseline at lambda {Lambda:G6}: {_times.Length} times, cumulative hazard {_hazard[^1]:G6} at {_times[^1]:G6}");
}
