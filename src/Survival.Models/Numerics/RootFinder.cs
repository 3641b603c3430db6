namespace Survival.Models.Numerics;

/// <summary>Roots of functions of one variable.</summary>
internal static class RootFinder
{
    /// <summary>A root of a function with a change of sign, to rounding (Brent's method).</summary>
    public static double Find(Func<double, double> f, double low, double high)
    {
        var (a, b, fa, fb) = (low, high, f(low), f(high));
        var (c, fc, step, before) = (a, fa, b - a, b - a);
        for (var k = 0; k < 300 && fb != 0; k++)
        {
            if (fb * fc > 0)
                (c, fc, step, before) = (a, fa, b - a, b - a);
            if (Math.Abs(fc) < Math.Abs(fb))
                (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb);
            var tolerance = 2 * Math.Pow(2, -52) * Math.Abs(b);
            var half = (c - b) / 2;
            if (Math.Abs(half) <= tolerance)
                break;
            if (Math.Abs(before) >= tolerance && Math.Abs(fa) > Math.Abs(fb))
            {
                var s = fb / fa;
                double p, q;
                if (a == c)
                    (p, q) = (2 * half * s, 1 - s);
                else
                {
                    var (qq, r) = (fa / fc, fb / fc);
                    p = s * ((2 * half * qq * (qq - r)) - ((b - a) * (r - 1)));
                    q = (qq - 1) * (r - 1) * (s - 1);
                }
                (p, q) = p > 0 ? (p, -q) : (-p, q);
                (before, step) = 2 * p < Math.Min((3 * half * q) - Math.Abs(tolerance * q), Math.Abs(before * q)) ? (step, p / q)
                    : (half, half);
            }
            else
            {
                (step, before) = (half, half);
            }
            (a, fa) = (b, fb);
            b += Math.Abs(step) > tolerance ? step : Math.CopySign(tolerance, half);
            fb = f(b);
        }
        return b;
    }
}
