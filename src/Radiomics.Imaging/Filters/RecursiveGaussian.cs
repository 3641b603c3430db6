namespace Radiomics.Imaging.Filters;

/// <summary>
/// A Gaussian or its second derivative along a line by a causal and an anticausal recursion of order 4: R. Deriche, "Recursively
/// implementing the Gaussian and its derivatives" (INRIA RR-1893, 1993), with the exponential series and the normalisation of
/// G. Farneback and C.-F. Westin, "Improving Deriche-style recursive Gaussian filters" (2006, doi:10.1007/s10851-006-8464-z, table 3),
/// as ITK has it. Lines are continued by their end values.
/// </summary>
internal sealed class RecursiveGaussian
{
    private const double W1 = 0.6681, L1 = -1.3932, W2 = 2.0787, L2 = -1.3732;

    private RecursiveGaussian(double deviation) => Deviation = deviation;

    /// <summary>The standard deviation, in voxels.</summary>
    public double Deviation { get; }

    /// <summary>The weights of the four inputs in the causal pass.</summary>
    public double[] Causal { get; } = new double[4];

    /// <summary>The weights of the four inputs in the anticausal pass.</summary>
    public double[] Anticausal { get; } = new double[4];

    /// <summary>The weights of the four outputs before, of both passes.</summary>
    public double[] Feedback { get; } = new double[4];

    /// <summary>What stands for the outputs before the start of a line of ones.</summary>
    public double[] CausalBoundary { get; } = new double[4];

    /// <summary>What stands for the outputs after the end of a line of ones.</summary>
    public double[] AnticausalBoundary { get; } = new double[4];

    /// <summary>Smoothing.</summary>
    /// <param name="sigma">The standard deviation, in mm.</param>
    /// <param name="spacing">The spacing along the line, in mm.</param>
    public static RecursiveGaussian Smooth(double sigma, double spacing)
    {
        var filter = new RecursiveGaussian(sigma / spacing);
        var (sum, _, _) = filter.SetFeedback();
        var (n, total, _, _) = Series(filter.Deviation, 1.3530, 1.8151, -0.3531, 0.0902);
        var gain = 1 / (2 * total / sum - n[0]);
        for (var i = 0; i < 4; i++)
            filter.Causal[i] = n[i] * gain;
        filter.SetRest();
        return filter;
    }

    /// <summary>The second derivative, multiplied by the square of the deviation in mm.</summary>
    /// <param name="sigma">The standard deviation, in mm.</param>
    /// <param name="spacing">The spacing along the line, in mm.</param>
    public static RecursiveGaussian SecondDerivative(double sigma, double spacing)
    {
        var filter = new RecursiveGaussian(sigma / spacing);
        var (sd, dd, ed) = filter.SetFeedback();
        var (n0, sn0, dn0, en0) = Series(filter.Deviation, 1.3530, 1.8151, -0.3531, 0.0902);
        var (n2, sn2, dn2, en2) = Series(filter.Deviation, -1.3563, 5.2318, 0.3446, -2.2355);
        var beta = -(2 * sn2 - sd * n2[0]) / (2 * sn0 - sd * n0[0]);
        double sn = sn2 + beta * sn0, dn = dn2 + beta * dn0, en = en2 + beta * en0;
        var alpha = en * sd * sd - ed * sn * sd - 2 * dn * dd * sd + 2 * dd * dd * sn;
        alpha /= sd * sd * sd;
        var gain = sigma * sigma / alpha;
        for (var i = 0; i < 4; i++)
            filter.Causal[i] = (n2[i] + beta * n0[i]) * gain;
        filter.SetRest();
        return filter;
    }

    private (double Sum, double First, double Second) SetFeedback()
    {
        double cos1 = Math.Cos(W1 / Deviation),
            cos2 = Math.Cos(W2 / Deviation),
            exp1 = Math.Exp(L1 / Deviation),
            exp2 = Math.Exp(L2 / Deviation);
        var d = Feedback;
        d[3] = exp1 * exp1 * exp2 * exp2;
        d[2] = -2 * cos1 * exp1 * exp2 * exp2 + -2 * cos2 * exp2 * exp1 * exp1;
        d[1] = 4 * cos2 * cos1 * exp1 * exp2 + (exp1 * exp1 + exp2 * exp2);
        d[0] = -2 * (exp2 * cos2 + exp1 * cos1);
        return (1 + d[0] + d[1] + d[2] + d[3], d[0] + 2 * d[1] + 3 * d[2] + 4 * d[3], d[0] + 4 * d[1] + 9 * d[2] + 16 * d[3]);
    }

    private static (double[] N, double Sum, double First, double Second) Series(
        double deviation,
        double a1,
        double b1,
        double a2,
        double b2
    )
    {
        double sin1 = Math.Sin(W1 / deviation),
            sin2 = Math.Sin(W2 / deviation),
            cos1 = Math.Cos(W1 / deviation),
            cos2 = Math.Cos(W2 / deviation);
        double exp1 = Math.Exp(L1 / deviation),
            exp2 = Math.Exp(L2 / deviation);
        var n = new double[4];
        n[0] = a1 + a2;
        n[1] = exp2 * (b2 * sin2 - (a2 + 2 * a1) * cos2) + exp1 * (b1 * sin1 - (a1 + 2 * a2) * cos1);
        n[2] =
            ((a1 + a2) * cos2 * cos1 - (b1 * cos2 * sin1 + b2 * cos1 * sin2)) * (2 * exp1 * exp2) + (a2 * exp1 * exp1 + a1 * exp2 * exp2);
        n[3] = exp2 * exp1 * exp1 * (b2 * sin2 - a2 * cos2) + exp1 * exp2 * exp2 * (b1 * sin1 - a1 * cos1);
        return (n, n[0] + n[1] + n[2] + n[3], n[1] + 2 * n[2] + 3 * n[3], n[1] + 4 * n[2] + 9 * n[3]);
    }

    private void SetRest()
    {
        for (var i = 0; i < 3; i++)
            Anticausal[i] = Causal[i + 1] - Feedback[i] * Causal[0];
        Anticausal[3] = -Feedback[3] * Causal[0];
        var sd = 1 + Feedback[0] + Feedback[1] + Feedback[2] + Feedback[3];
        var sn = Causal[0] + Causal[1] + Causal[2] + Causal[3];
        var sm = Anticausal[0] + Anticausal[1] + Anticausal[2] + Anticausal[3];
        for (var i = 0; i < 4; i++)
        {
            CausalBoundary[i] = Feedback[i] * sn / sd;
            AnticausalBoundary[i] = Feedback[i] * sm / sd;
        }
    }
}
