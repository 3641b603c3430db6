using Nomogram.HccSbrt;
using Survival.Models;
using Survival.Models.Resampling;
using Survival.Models.Statistics;

namespace Radiomics.Samples;

/// <summary>
/// Draws features that go together as real ones do: all a little, those of one class and image more, half of them nearly as the
/// neighbour they share with (|r| about 0.9), shape with the tumour's size. Two readers agree on some and not on others.
/// </summary>
internal sealed class SimulatedFeatures
{
    private const double Global = 0.12;
    private const double Block = 0.28;
    private const double Neighbour = 0.50;
    private const int Significant = 10;

    private SimulatedFeatures(DesignMatrix first, DesignMatrix second, double[] radScore) =>
        (First, Second, RadScore) = (first, second, radScore);

    /// <summary>The first reader's features of all patients.</summary>
    public DesignMatrix First { get; }

    /// <summary>The second reader's features of the patients that have one.</summary>
    public DesignMatrix Second { get; }

    /// <summary>The published weights on the variates behind the seven features.</summary>
    public double[] RadScore { get; }

    public static SimulatedFeatures Draw(IReadOnlyList<SimulatedPatient> patients, SimulationOptions options, Xoshiro256 random)
    {
        var features = TypicalFeature.Features().ToArray();
        var (n, p) = (patients.Count, features.Length);
        var weights = PublishedModel.Signature.Terms.ToDictionary(t => t.Feature, t => t.Weight, StringComparer.Ordinal);
        var reproducible = Reproducible([.. features.Select(f => f.Name)], weights, options.ReproducibleFeatures, random);
        var twice = Enumerable.Range(0, n).Where(i => patients[i].SecondReader).ToArray();

        var (first, second, score) = (new double[n * p], new double[twice.Length * p], new double[n]);
        var size = Standardised([.. patients.Select(q => Math.Log(q.TumourSize))]);
        var common = Normals(n, random);
        var (block, blockOf) = (Array.Empty<double>(), "");
        var (neighbour, isFirst) = (Array.Empty<double>(), true);
        for (var j = 0; j < p; j++)
        {
            var (image, name, scale) = features[j];
            var shape = scale.Class == "shape";
            if (blockOf != image + scale.Class)
            {
                var own = Normals(n, random);
                block = shape ? [.. size.Zip(own, (s, o) => (0.8 * s) + (0.6 * o))] : own;
                (blockOf, isFirst) = (image + scale.Class, true);
            }
            // Pairs of neighbours; every second pair goes together.
            var paired = (j / 2) % 2 == 0;
            if (isFirst)
                neighbour = Normals(n, random);
            // The signature's features go with what all share as their weights say, so that the score varies as much as a signature does.
            var matters = weights.TryGetValue(name, out var weight);
            var sign = matters ? Math.Sign(weight) : shape || random.NextInt(2) == 0 ? 1 : -1;
            var (own1, z) = (Normals(n, random), new double[n]);
            for (var i = 0; i < n; i++)
            {
                var rest = paired
                    ? (Math.Sqrt(Neighbour) * neighbour[i]) + (Math.Sqrt(1 - Global - Block - Neighbour) * own1[i])
                    : Math.Sqrt(1 - Global - Block) * own1[i];
                z[i] = sign * ((Math.Sqrt(Global) * common[i]) + (Math.Sqrt(Block) * block[i]) + rest);
            }
            isFirst = j % 2 == 1;
            for (var i = 0; i < n; i++)
            {
                score[i] += matters ? weight * z[i] : 0;
                first[(j * n) + i] = ValueOf(image, scale, z[i]);
            }
            double[] again = [.. twice.Select(i => z[i])];
            var target = reproducible.Contains(name) ? 0.80 + (0.19 * random.NextDouble()) : 0.05 + (0.60 * random.NextDouble());
            SecondReader(image, scale, again, target, random).CopyTo(second.AsSpan(j * twice.Length));
        }
        string[] names = [.. features.Select(f => f.Name)];
        return new SimulatedFeatures(DesignMatrix.Create(names, n, first), DesignMatrix.Create(names, twice.Length, second), score);
    }

    // The signature's features, and of the others those with the fewest high-passes first, as noise is what readers disagree on, with much
    // chance.
    private static HashSet<string> Reproducible(string[] names, Dictionary<string, double> weights, int count, Xoshiro256 random) =>
        [
            .. names
                .Select(name =>
                    (
                        Name: name,
                        Rank: weights.ContainsKey(name)
                            ? double.NegativeInfinity
                            : name.TakeWhile(c => c != '_').Count(c => c == 'H') + (1.5 * random.NextNormal())
                    )
                )
                .OrderBy(f => f.Rank)
                .Take(count)
                .Select(f => f.Name),
        ];

    // The second reader's value is the first's with so much noise that the two agree as far as they are to, in these very patients.
    private static double[] SecondReader(string image, TypicalFeature scale, double[] z, double target, Xoshiro256 random)
    {
        var noise = Normals(z.Length, random);
        var mean = z.Average();
        var slope = z.Zip(noise, (a, b) => (a - mean) * b).Sum() / z.Sum(a => (a - mean) * (a - mean));
        for (var i = 0; i < z.Length; i++)
            noise[i] -= slope * (z[i] - mean);

        var (low, high, ratings) = (Math.Log(1e-3), Math.Log(1e3), new double[2 * z.Length]);
        for (var step = 0; step < 24; step++)
        {
            var sigma = Math.Exp((low + high) / 2);
            for (var i = 0; i < z.Length; i++)
                (ratings[2 * i], ratings[(2 * i) + 1]) = (
                    ValueOf(image, scale, z[i]),
                    ValueOf(image, scale, (z[i] + (sigma * noise[i])) / Math.Sqrt(1 + (sigma * sigma)))
                );
            var icc = IntraclassCorrelation.Estimate(ratings, 2).Value;
            if (Math.Abs(icc - target) < 0.005)
                break;
            (low, high) = icc > target ? ((low + high) / 2, high) : (low, (low + high) / 2);
        }
        return [.. Enumerable.Range(0, z.Length).Select(i => ratings[(2 * i) + 1])];
    }

    // CT numbers are whole on the original image. Ten digits, so that a mathematical library's last one does not show.
    private static double ValueOf(string image, TypicalFeature scale, double z)
    {
        var value = scale.ValueOf(z);
        if (image == "original" && scale.Name is ("Maximum" or "Minimum" or "Median" or "Range" or "10Percentile"))
            return Math.Round(value);
        var digits = Significant - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (digits is >= 0 and <= 15)
            return Math.Round(value, digits);
        return double.Parse(
            value.ToString("E9", System.Globalization.CultureInfo.InvariantCulture),
            System.Globalization.CultureInfo.InvariantCulture
        );
    }

    private static double[] Normals(int count, Xoshiro256 random) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];

    private static double[] Standardised(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        return [.. values.Select(v => (v - mean) / deviation)];
    }
}
