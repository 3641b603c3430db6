using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

/// <summary>A relaxed path cross-validated over lambda and gamma. Immutable.</summary>
[DebuggerDisplay("Relaxed cross-validation")]
public sealed class CoxNetRelaxedCv
{
    internal CoxNetRelaxedCv(double[] gammas, CoxNetCv[] byGamma, CoxNetRelaxedPath path)
    {
        (Gammas, ByGamma, Path) = (gammas, byGamma, path);
        var sign = byGamma[0].Measure == CvMeasure.Concordance ? -1 : 1;
        double Score(int g, int k) => sign * byGamma[g].MeanScores[k];
        // A place counts only where the full data have the model, too.
        var places = from g in Enumerable.Range(0, gammas.Length)
                     from k in Enumerable.Range(0, path.Path.Count)
                     where !double.IsNaN(Score(g, k)) && (gammas[g] == 1 || path.IsRelaxed(k))
                     orderby k, gammas[g] descending
                     select (Lambda: k, Gamma: g);
        var all = places.ToArray();
        if (all.Length == 0)
            throw new ConvergenceException(
                "There is no lambda at which every fold has an unpenalised model. Give gamma = 1, or stop the path at a larger lambda.");
        var best = all.Min(p => Score(p.Gamma, p.Lambda));
        (IndexMin, GammaIndexMin) = all.First(p => Score(p.Gamma, p.Lambda) <= best);
        var bound = best + byGamma[GammaIndexMin].StandardErrors[IndexMin];
        (Index1Se, GammaIndex1Se) = all.First(p => Score(p.Gamma, p.Lambda) <= bound);
    }

    /// <summary>The shares of the penalised coefficients.</summary>
    public IReadOnlyList<double> Gammas { get; }

    /// <summary>The scores of each gamma; NaN at a lambda where some fold has no unpenalised model.</summary>
    public IReadOnlyList<CoxNetCv> ByGamma { get; }

    /// <summary>The path of all rows with its unpenalised models.</summary>
    public CoxNetRelaxedPath Path { get; }

    /// <summary>The place of the best lambda: the largest, with the largest gamma, of those that share the best score.</summary>
    public int IndexMin { get; }

    /// <summary>The place of its gamma.</summary>
    public int GammaIndexMin { get; }

    /// <summary>The place of the largest lambda that has a score within one standard error of the best at some gamma.</summary>
    public int Index1Se { get; }

    /// <summary>The place of its gamma: the largest of those.</summary>
    public int GammaIndex1Se { get; }

    /// <summary>The best lambda.</summary>
    public double LambdaMin => Path.Path.Lambdas[IndexMin];

    /// <summary>The best gamma.</summary>
    public double GammaMin => Gammas[GammaIndexMin];

    /// <summary>The largest lambda within one standard error of the best.</summary>
    public double Lambda1Se => Path.Path.Lambdas[Index1Se];

    /// <summary>Its gamma.</summary>
    public double Gamma1Se => Gammas[GammaIndex1Se];

    /// <summary>The model at the best lambda and gamma.</summary>
    public CoxNetModel Minimum => Path.At(IndexMin, GammaMin);

    /// <summary>The model at the largest lambda within one standard error of the best.</summary>
    public CoxNetModel OneStandardError => Path.At(Index1Se, Gamma1Se);

    /// <summary>The lambda and the blend of the best score, and the simplest within one standard error of it.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "Gamma", "Lambda", "Measure", "SE", "Nonzero");
        foreach (var (name, k, g) in (ReadOnlySpan<(string, int, int)>)[("min", IndexMin, GammaIndexMin), ("1se", Index1Se, GammaIndex1Se)])
        {
            table.Row(
                name, TextTable.Number(Gammas[g]), TextTable.Number(Path.Path.Lambdas[k]), TextTable.Number(ByGamma[g].MeanScores[k]),
                    TextTable.Number(ByGamma[g].StandardErrors[k]),
                TextTable.Count(Path.Path.NonzeroCounts[k]));
        }
        return table.ToString().TrimEnd();
    }
}
