using System.Diagnostics;
using Notebooks;
using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

/// <summary>A cross-validated path. Immutable.</summary>
[TypeFormatterSource(typeof(Formatters))]
[DebuggerDisplay("Cross-validated path, {FoldCount} folds")]
public sealed class CoxNetCv
{
    private readonly double[][] _scores;
    private readonly double[] _weights;

    internal CoxNetCv(CoxNetPath path, CvMeasure measure, bool grouped, int repeats, int[] repeatOfFold, double[][] scores,
        double[] weights)
    {
        (Path, Measure, Grouped, Repeats) = (path, measure, grouped, repeats);
        (_scores, _weights) = (scores, weights);
        var (mean, error) = (new double[path.Count], new double[path.Count]);
        for (var r = 0; r < repeats; r++)
        {
            var folds = Enumerable.Range(0, scores.Length).Where(i => repeatOfFold[i] == r).ToArray();
            for (var k = 0; k < path.Count; k++)
            {
                var (m, s) = Summary(folds, k);
                mean[k] += m / repeats;
                error[k] += s * s / repeats;
            }
        }
        for (var k = 0; k < error.Length; k++)
            error[k] = Math.Sqrt(error[k]);
        (MeanScores, StandardErrors) = (mean, error);
        (IndexMin, Index1Se) = Choose(mean, error, measure == CvMeasure.Concordance ? -1 : 1);
    }

    /// <summary>The path of all rows.</summary>
    public CoxNetPath Path { get; }

    /// <summary>What was measured.</summary>
    public CvMeasure Measure { get; }

    /// <summary>Whether the deviance was grouped, which fewer than 10 rows a fold enforce.</summary>
    public bool Grouped { get; }

    /// <summary>The number of sets of folds.</summary>
    public int Repeats { get; }

    /// <summary>The lambdas, falling.</summary>
    public IReadOnlyList<double> Lambdas => Path.Lambdas;

    /// <summary>The mean score at each lambda over the folds (glmnet's <c>cvm</c>), weighted by a fold's weight of events (deviance) or of
    /// rows (C).</summary>
    public IReadOnlyList<double> MeanScores { get; }

    /// <summary>Its standard error (<c>cvsd</c>): the root of the weighted mean squared deviation over the number of folds less
    /// 1.</summary>
    public IReadOnlyList<double> StandardErrors { get; }

    /// <summary>The place of the best lambda, from 0; the largest of those that share the best score.</summary>
    public int IndexMin { get; }

    /// <summary>The place, from 0, of the largest lambda whose score is within one standard error of the best; it may be 0, the model
    /// without penalised columns.</summary>
    public int Index1Se { get; }

    /// <summary>The best lambda.</summary>
    public double LambdaMin => Lambdas[IndexMin];

    /// <summary>The largest lambda within one standard error of the best.</summary>
    public double Lambda1Se => Lambdas[Index1Se];

    /// <summary>The model at the best lambda.</summary>
    public CoxNetModel Minimum => Path.At(IndexMin);

    /// <summary>The model at the largest lambda within one standard error of the best.</summary>
    public CoxNetModel OneStandardError => Path.At(Index1Se);

    /// <summary>The number of folds, over all repeats.</summary>
    public int FoldCount => _scores.Length;

    /// <summary>The scores of one fold at each lambda.</summary>
    /// <param name="fold">The fold, from 0; repeats follow one another.</param>
    public ReadOnlySpan<double> FoldScores(int fold) => _scores[fold];

    /// <summary>The weight of each fold in the mean.</summary>
    public ReadOnlySpan<double> FoldWeights => _weights;

    private (double Mean, double Error) Summary(int[] folds, int k)
    {
        double sum = 0, weight = 0, squares = 0;
        var count = 0;
        foreach (var f in folds)
        {
            // C is not defined in a fold without comparable pairs; such a fold does not count. A deviance is missing where a relaxed model
            // is.
            if (double.IsNaN(_scores[f][k]) && Measure == CvMeasure.Deviance)
                return (double.NaN, double.NaN);
            if (double.IsNaN(_scores[f][k]))
                continue;
            sum += _weights[f] * _scores[f][k];
            weight += _weights[f];
            count++;
        }
        var mean = sum / weight;
        foreach (var f in folds)
        {
            if (!double.IsNaN(_scores[f][k]))
                squares += _weights[f] * (_scores[f][k] - mean) * (_scores[f][k] - mean);
        }
        return (mean, Math.Sqrt(squares / weight / (count - 1)));
    }

    private static (int Min, int OneSe) Choose(double[] mean, double[] error, int sign)
    {
        var min = 0;
        for (var k = 1; k < mean.Length; k++)
        {
            if (sign * mean[k] < sign * mean[min] || double.IsNaN(mean[min]))
                min = k;
        }
        var bound = (sign * mean[min]) + error[min];
        var oneSe = 0;
        while (oneSe < min && !(sign * mean[oneSe] <= bound))
            oneSe++;
        return (min, oneSe);
    }

    /// <summary>As R's <c>print(cv.glmnet)</c>: the lambda of the best score and the largest within one standard error of it, with their
    /// places counted from 1 as there (<see cref="IndexMin"/> and <see cref="Index1Se"/> count from 0).</summary>
    public override string ToString()
    {
        var table = new TextTable("", "Lambda", "Index", "Measure", "SE", "Nonzero");
        foreach (var (name, k) in (ReadOnlySpan<(string, int)>)[("min", IndexMin), ("1se", Index1Se)])
        {
            table.Row(
                name, TextTable.Number(Lambdas[k]), TextTable.Count(k + 1), TextTable.Number(MeanScores[k]),
                    TextTable.Number(StandardErrors[k]), TextTable.Count(Path.NonzeroCounts[k]));
        }
        var measure = Measure == CvMeasure.Deviance ? "Partial Likelihood Deviance" : "C-index";
        return Invariant($"Measure: {measure}, {FoldCount} folds\n{table}").TrimEnd();
    }
}
