using System.Collections.Frozen;
using System.Numerics;

namespace Radiomics.Imaging.Filters;

/// <summary>A discrete wavelet: its two decomposition filters.</summary>
public sealed class Wavelet
{
    private static readonly FrozenSet<string> Known = WaveletTables.Names.ToFrozenSet(StringComparer.Ordinal);

    private Wavelet(string name)
    {
        Name = name;
        var (low, high) = Filters<double>();
        (LowPass, HighPass) = (low, high);
    }

    /// <summary>The names of all wavelets: <c>haar</c>, <c>db1</c> to <c>db38</c>, <c>sym2</c> to <c>sym20</c>, <c>coif1</c> to
    /// <c>coif17</c>, <c>bior1.1</c> to <c>bior6.8</c>, <c>rbio1.1</c> to <c>rbio6.8</c> and <c>dmey</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. WaveletTables.Names];

    /// <summary>PyWavelets' name.</summary>
    public string Name { get; }

    /// <summary>The low-pass decomposition filter; an even number of coefficients.</summary>
    public ReadOnlyMemory<double> LowPass { get; }

    /// <summary>The high-pass decomposition filter; as long as the low-pass filter.</summary>
    public ReadOnlyMemory<double> HighPass { get; }

    /// <summary>The wavelet of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such wavelet; the message suggests the nearest names.</exception>
    public static Wavelet Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Known.Contains(name)
            ? new Wavelet(name)
            : throw new ArgumentException(
                $"There is no wavelet '{name}'. Nearest: {string.Join(", ", Nearest(name))}. Allowed: haar, db1 to db38, sym2 to sym20, "
                    + $"coif1 to coif17, "
                + "bior and rbio 1.1, 1.3, 1.5, 2.2, 2.4, 2.6, 2.8, 3.1, 3.3, 3.5, 3.7, 3.9, 4.4, 5.5, 6.8, and dmey.", nameof(name));
    }

    /// <summary>The decomposition filters in some precision, low pass first.</summary>
    internal (T[] Low, T[] High) Filters<T>()
        where T : unmanaged, INumber<T>
    {
        var (low, high) = WaveletTables.Get(Name);
        var scale = T.CreateTruncating(WaveletTables.Scale(Name));
        return ([.. low.Select(c => T.CreateTruncating(c) * scale)], [.. high.Select(c => T.CreateTruncating(c) * scale)]);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static IEnumerable<string> Nearest(string name)
    {
        var wanted = name.ToLowerInvariant();
        return Names
            .Select((n, i) => (Name: n, Distance: Distance(wanted, n), i))
            .OrderBy(n => n.Distance)
            .ThenBy(n => n.i)
            .Take(3)
            .Select(n => n.Name);
    }

    // Levenshtein's edit distance.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[b.Length];
    }
}
