using Survival.Models.CompetingRisks;
using Survival.Models.Cox;

namespace Survival.Models.Prognosis;

/// <summary>Columns, coefficients, their covariance, and the two points that matter: where the baselines hold, and whom the relative
/// hazard is relative to.</summary>
internal sealed record LinearPart(
    IReadOnlyList<string> Names,
    double[] Coefficients,
    double[] Covariance,
    double[] Means,
    double[] Reference
)
{
    private readonly Dictionary<string, int> _places = Places(Names);

    public static LinearPart Of(CoxModel fit, double[] reference) =>
        new(
            fit.ColumnNames,
            [.. fit.Coefficients.ToArray().Select(b => double.IsNaN(b) ? 0 : b)],
            fit.Covariance.ToArray(),
            fit.Means.ToArray(),
            reference
        );

    public static LinearPart Of(FineGrayModel fit, double[] reference) =>
        new(fit.ColumnNames, fit.Coefficients.ToArray(), [.. fit.Covariance], [.. fit.Means], reference);

    public static LinearPart Of(IReadOnlyList<ModelColumn> columns)
    {
        var p = columns.Count;
        var covariance = columns.All(c => !double.IsNaN(c.StandardError)) ? new double[p * p] : [];
        for (var j = 0; j < p && covariance.Length > 0; j++)
            covariance[(j * p) + j] = columns[j].StandardError * columns[j].StandardError;
        return new([.. columns.Select(c => c.Name)], [.. columns.Select(c => c.Coefficient)], covariance, new double[p], new double[p]);
    }

    public int IndexOf(string column) => _places[column];

    public double Sum(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += Coefficients[j] * x[j];
        return sum;
    }

    /// <summary>The standard error of the linear predictor's difference from that of a point; NaN where the covariance is not
    /// known.</summary>
    public double Error(double[] x, double[] from)
    {
        if (Covariance.Length == 0)
            return double.NaN;
        double[] d = [.. x.Select((v, j) => v - from[j])];
        return Math.Sqrt(CoxModel.Quadratic(Covariance, d));
    }

    public double StandardError(int j) => Covariance.Length == 0 ? double.NaN : Math.Sqrt(Covariance[(j * Names.Count) + j]);

    public string? Problem()
    {
        var p = Names.Count;
        if (Names.Any(string.IsNullOrWhiteSpace) || _places.Count != p)
            return "Every column of a model needs a name of its own.";
        if (
            Coefficients.Length != p
            || Means.Length != p
            || Reference.Length != p
            || (Covariance.Length != 0 && Covariance.Length != (long)p * p)
        )
            return Invariant(
                $"There are {p} columns, {Coefficients.Length} coefficients, {Covariance.Length} covariances, {Means.Length} "
            )
                + Invariant($"means and {Reference.Length} reference values.");
        foreach (var value in (IEnumerable<double>)[.. Coefficients, .. Covariance, .. Means, .. Reference])
        {
            if (!double.IsFinite(value))
                return "A coefficient, covariance or mean of the model is not finite.";
        }
        return null;
    }

    private static Dictionary<string, int> Places(IReadOnlyList<string> names)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var j = 0; j < names.Count; j++)
            places.TryAdd(names[j], j);
        return places;
    }
}
