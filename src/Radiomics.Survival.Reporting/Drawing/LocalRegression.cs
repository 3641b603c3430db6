namespace Radiomics.Reporting.Drawing;

/// <summary>Loess of degree 2 with tricube weights (Cleveland WS, J Am Stat Assoc 1979;74:829), fitted at every point itself, as R's
/// <c>loess(surface = "direct")</c> does.</summary>
internal static class LocalRegression
{
    /// <summary>The smooth values at the points' own places. Points that are no numbers are left out; fewer than four come back as they
    /// are.</summary>
    /// <param name="points">The points.</param>
    /// <param name="span">The share of the points that each fit looks at.</param>
    public static IReadOnlyList<(double X, double Y)> Smooth(IReadOnlyList<(double X, double Y)> points, double span)
    {
        (double X, double Y)[] known = [.. points.Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).OrderBy(p => p.X)];
        // As R: the q-th distance, q = floor(n span), is the bandwidth; a quadratic needs three points of weight above 0.
        var near = Math.Min(known.Length, Math.Max(4, (int)Math.Floor((known.Length * span) + 1e-5)));
        if (known.Length < 4)
            return points;
        return [.. known.Select(at => (at.X, Fit(known, at.X, known.Select(p => Math.Abs(p.X - at.X)).Order().ElementAt(near - 1))))];
    }

    private static double Fit((double X, double Y)[] points, double at, double bandwidth)
    {
        // The value at the place itself is the constant of a quadratic in the distance from it.
        Span<double> s = stackalloc double[5];
        Span<double> t = stackalloc double[3];
        foreach (var (x, y) in points)
        {
            var d = bandwidth > 0 ? (x - at) / bandwidth : x == at ? 0 : 2;
            if (Math.Abs(d) >= 1)
                continue;
            var cube = 1 - Math.Pow(Math.Abs(d), 3);
            var power = cube * cube * cube;
            for (var k = 0; k < 5; k++, power *= d)
            {
                s[k] += power;
                if (k < 3)
                    t[k] += power * y;
            }
        }
        double Minor(double a, double b, double c, double d) => (a * d) - (b * c);
        var (m0, m1, m2) = (Minor(s[2], s[3], s[3], s[4]), Minor(s[1], s[3], s[2], s[4]), Minor(s[1], s[2], s[2], s[3]));
        var determinant = (s[0] * m0) - (s[1] * m1) + (s[2] * m2);
        return Math.Abs(determinant) > 1e-12 * s[0] * s[0] * s[0]
            ? ((t[0] * m0) - (t[1] * m1) + (t[2] * m2)) / determinant
            : t[0] / s[0];
    }
}
