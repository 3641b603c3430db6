using MathNet.Numerics;

namespace Survival.Models.CutPoints;

/// <summary>Closed approximations of P(maximum > b).</summary>
internal static class CutPointApproximations
{
    /// <summary>4 phi(b)/b + phi(b) (b - 1/b) log(e2 (1 - e1) / ((1 - e2) e1)): Lausen and Schumacher 1992, after Miller and Siegmund,
    /// Biometrics 38, 1982.</summary>
    public static double Lausen1992(double b, double least, double greatest)
    {
        if (b < 1)
            return 1;
        var density = Math.Exp(-b * b / 2) / Math.Sqrt(2 * Math.PI);
        return (4 * density / b) + (density * (b - (1 / b)) * Math.Log(greatest * (1 - least) / ((1 - greatest) * least)));
    }

    /// <summary>
    /// P(|Z| > b) + sum over neighbouring cuts of exp(-b^2/2)/pi (t - (b^2/4 - 1) t^3/6), t^2 = 1 - m1 (n - m2)/((n - m1) m2):
    /// Lausen, Sauerbrei and Schumacher, in: Dirschedl and Ostermann (eds), Computational Statistics, 1994.
    /// </summary>
    public static double Lausen1994(double b, int n, int[] lowCounts)
    {
        double sum = 0;
        for (var k = 1; k < lowCounts.Length; k++)
        {
            double m1 = lowCounts[k - 1], m2 = lowCounts[k];
            var t = Math.Sqrt(1 - (m1 * (n - m2) / ((n - m1) * m2)));
            sum += t - (((b * b / 4) - 1) * t * t * t / 6);
        }
        return SpecialFunctions.Erfc(b / Math.Sqrt(2)) + (Math.Exp(-b * b / 2) / Math.PI * sum);
    }
}
