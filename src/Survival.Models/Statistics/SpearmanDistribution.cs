namespace Survival.Models.Statistics;

/// <summary>The null distribution of S, the sum of squared rank differences, as R's <c>cor.test</c> has it.</summary>
internal static class SpearmanDistribution
{
    /// <summary>R takes Student's t for more rows.</summary>
    public const int MostRows = 1290;

    private const int LargestEnumerated = 9;

    /// <summary>Twice the smaller tail, at most 1.</summary>
    public static double TwoSided(double s, int n)
    {
        var middle = (((double)n * n * n) - n) / 6;
        return Math.Min(1, 2 * (s > middle ? Tail(s, n, lower: false) : Tail(s + 2, n, lower: true)));
    }

    /// <summary>P(S >= s), or below it. Each tail is summed from its own end, so that small ones keep their digits.</summary>
    private static double Tail(double s, int n, bool lower)
    {
        if (s <= 0)
            return lower ? 0 : 1;
        if (s > (((double)n * n * n) - n) / 3)
            return lower ? 1 : 0;
        return n <= LargestEnumerated ? Enumerate(s, n, lower) : Series(s, n, lower);
    }

    private static double Enumerate(double s, int n, bool lower)
    {
        long reached = 0, all = 0;
        var used = new bool[n];
        void Place(int i, int sum)
        {
            if (i == n)
            {
                all++;
                reached += sum >= s ? 1 : 0;
                return;
            }
            for (var j = 0; j < n; j++)
            {
                if (used[j])
                    continue;
                used[j] = true;
                Place(i + 1, sum + ((i - j) * (i - j)));
                used[j] = false;
            }
        }
        Place(0, 0);
        return (lower ? all - reached : reached) / (double)all;
    }

    private static double Series(double s, int n, bool lower)
    {
        var b = 1.0 / n;
        var x = ((6 * (s - 1) * b / (((double)n * n) - 1)) - 1) * Math.Sqrt(n - 1.0);
        var y = x * x;
        var u = x * b * (0.2274 + (b * (0.2531 + (0.1745 * b))) + (y * (-0.0758 + (b * (0.1033 + (0.3932 * b)))
            - (y * b * (0.0879 + (0.0151 * b) - (y * (0.0072 - (0.0831 * b) + (y * b * (0.0131 - (4.6e-4 * y))))))))));
        var correction = u / Math.Exp(y / 2);
        var p = (lower ? -correction : correction) + (0.5 * MathNet.Numerics.SpecialFunctions.Erfc((lower ? -x : x) / Math.Sqrt(2)));
        return Math.Clamp(p, 0, 1);
    }
}
