using System.Diagnostics;
using Notebooks;
using Survival.Models.Numerics;

namespace Survival.Models.Discrimination;

[TypeFormatterSource(typeof(Formatters))]
[DebuggerDisplay("C = {Index}")]
public sealed partial class Concordance
{
    internal Concordance(ConcordancePairs pairs, double[] influence, double[] clusterInfluence, double confidenceLevel)
    {
        (Pairs, Influence, ConfidenceLevel) = (pairs, influence, confidenceLevel);
        var sum = 0.0;
        foreach (var v in clusterInfluence)
            sum += v * v;
        StandardError = Math.Sqrt(sum);
        var half = Tails.NormalQuantile((1 + confidenceLevel) / 2) * StandardError;
        (Lower, Upper) = (Math.Max(0, Index - half), Math.Min(1, Index + half));
    }

    /// <summary>The share of comparable pairs in which the larger marker had the event first; ties of the marker count half.</summary>
    public double Index => Pairs.Index;

    /// <summary>Somers' D, 2 C - 1.</summary>
    public double SomersD => Pairs.SomersD;

    /// <summary>The infinitesimal-jackknife standard error: the root of the sum of squared <see cref="Influence"/> values, added up in each
    /// cluster first.</summary>
    public double StandardError { get; }

    /// <summary>The lower end of the confidence interval, C - z SE, at least 0.</summary>
    public double Lower { get; }

    /// <summary>The upper end of the confidence interval, C + z SE, at most 1.</summary>
    public double Upper { get; }

    /// <summary>The level of the interval.</summary>
    public double ConfidenceLevel { get; }

    /// <summary>The pairs behind the index.</summary>
    public ConcordancePairs Pairs { get; }

    /// <summary>What each row moves the index by: its weight times the derivative of C by its weight (dfbeta); sums to 0 where the weights
    /// of time are fixed.</summary>
    public ReadOnlyMemory<double> Influence { get; }

    /// <summary>As R's <c>concordance</c> prints it: the index, its standard error and limits, and the pairs.</summary>
    public override string ToString()
    {
        var pairs = new TextTable("concordant", "discordant", "tied.x", "tied.y", "tied.xy")
            .Row(TextTable.Count(Pairs.Concordant), TextTable.Count(Pairs.Discordant), TextTable.Count(Pairs.TiedMarker),
                TextTable.Count(Pairs.TiedTime), TextTable.Count(Pairs.TiedBoth));
        return $"n= {Influence.Length}\nConcordance= {TextTable.Number(Index)} se= {TextTable.Number(StandardError)} "
            + $"({TextTable.Count(100 * ConfidenceLevel)}% limits {TextTable.Number(Lower)} to {TextTable.Number(Upper)})\n"
            + pairs.ToString().TrimEnd();
    }
}
