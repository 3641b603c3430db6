using System.Diagnostics;
using Survival.Models.Numerics;

namespace Survival.Models.Penalised;

[DebuggerDisplay("{Selected.Count} stable columns")]
public sealed partial class StabilitySelection
{
    private readonly double[][] _frequencies;
    private readonly double[] _highest;

    internal StabilitySelection(IReadOnlyList<string> columnNames, IReadOnlyList<double> lambdas, double[][] frequencies,
        double averageSelected, StabilityOptions options)
    {
        (ColumnNames, Lambdas, _frequencies, AverageSelected, Options) = (columnNames, lambdas, frequencies, averageSelected, options);
        _highest = new double[columnNames.Count];
        foreach (var frequency in frequencies)
        {
            for (var j = 0; j < _highest.Length; j++)
                _highest[j] = Math.Max(_highest[j], frequency[j]);
        }
        Selected = [.. Enumerable.Range(0, _highest.Length).Where(j => _highest[j] >= options.Threshold)];
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The lambdas, falling.</summary>
    public IReadOnlyList<double> Lambdas { get; }

    /// <summary>The settings.</summary>
    public StabilityOptions Options { get; }

    /// <summary>The share of resamples in which each column was selected at one lambda.</summary>
    /// <param name="index">Which lambda, from 0.</param>
    public ReadOnlySpan<double> Frequencies(int index) => _frequencies[index];

    /// <summary>The largest of these shares over the lambdas, for each column.</summary>
    public ReadOnlySpan<double> HighestFrequencies => _highest;

    /// <summary>The columns whose largest share reaches the threshold, from 0, ascending.</summary>
    public IReadOnlyList<int> Selected { get; }

    /// <summary>The average number of columns that a resample selects at any of the lambdas.</summary>
    public double AverageSelected { get; }

    /// <summary>
    /// The bound on the expected number of columns selected falsely, q^2 / ((2 threshold - 1) p) with q = <see cref="AverageSelected"/>
    /// (Meinshausen and Buehlmann 2010,
    /// theorem 1, whose assumptions, exchangeable noise columns and better than guessing, must hold).
    /// </summary>
    public double FalseSelectionBound => AverageSelected * AverageSelected / (((2 * Options.Threshold) - 1) * ColumnNames.Count);

    /// <summary>The columns selected, with the largest share of resamples that selected each; and a warning where the bound on false
    /// selections is no smaller than their number.</summary>
    public override string ToString()
    {
        var table = new TextTable("", "frequency");
        foreach (var j in Selected)
            table.Row(ColumnNames[j], TextTable.Fixed(_highest[j], 3));
        var warning = Selected.Count > 0 && FalseSelectionBound >= Selected.Count
            ? "As many as were selected may be false: end the paths earlier, by LambdaMinRatio or MaximumEverNonzero.\n" : "";
        return $"{Selected.Count} of {ColumnNames.Count} columns reach {TextTable.Count(Options.Threshold)}; at most "
            + $"{TextTable.Number(FalseSelectionBound, 3)} expected falsely\n{warning}{table}".TrimEnd();
    }
}
