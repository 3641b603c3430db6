using Survival.Models.Numerics;

namespace Survival.Models.Calibration;

/// <summary>Restricted cubic splines: cubic between the knots, linear outside (Stone and Koo 1985; F. Harrell, Regression Modeling
/// Strategies, 2.4.5).</summary>
public static class RestrictedCubicSpline
{
    /// <summary>Harrell's customary knots: quantiles of the data, such as 0.1, 0.5 and 0.9 for three. Those of <c>rcs</c> in a formula,
    /// like <c>rms::rcs</c>'s, differ for fewer than 100 values, where the outer ones are the fifth from either end.</summary>
    /// <param name="x">The data; finite.</param>
    /// <param name="count">The number of knots, 3 to 7.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of knots.</exception>
    public static double[] Knots(ReadOnlySpan<double> x, int count)
    {
        double[] places = count switch
        {
            3 => [0.1, 0.5, 0.9],
            4 => [0.05, 0.35, 0.65, 0.95],
            5 => [0.05, 0.275, 0.5, 0.725, 0.95],
            6 => [0.05, 0.23, 0.41, 0.59, 0.77, 0.95],
            7 => [0.025, 0.1833, 0.3417, 0.5, 0.6583, 0.8167, 0.975],
            _ => throw new ArgumentOutOfRangeException(nameof(count), count, "A spline has 3 to 7 knots."),
        };
        var sorted = x.ToArray();
        Array.Sort(sorted);
        return [.. places.Select(p => SampleQuantile.OfSorted(sorted, p))];
    }

    /// <summary>The linear term and the k - 2 cubic ones, each over the square of the knots' range, so that all are on the scale of x
    /// (<c>Hmisc::rcspline.eval(norm = 2)</c>).</summary>
    /// <param name="x">The data; finite.</param>
    /// <param name="knots">At least three ascending knots.</param>
    /// <returns>The terms, each with a value for each of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">Fewer than three knots, or knots that do not ascend.</exception>
    public static double[][] Basis(ReadOnlySpan<double> x, IReadOnlyList<double> knots)
    {
        ArgumentNullException.ThrowIfNull(knots);
        var k = knots.Count;
        if (k < 3 || knots.Zip(knots.Skip(1)).Any(p => !(p.First < p.Second)))
            throw new ArgumentException("A spline needs at least three ascending knots.", nameof(knots));
        var n = x.Length;
        double[][] terms = [.. Enumerable.Range(0, k - 1).Select(_ => new double[n])];
        var (basis, columns) = (new RestrictedCubicBasis(knots), new double[k - 1]);
        for (var i = 0; i < n; i++)
        {
            basis.Fill(x[i], columns);
            for (var j = 0; j < columns.Length; j++)
                terms[j][i] = columns[j];
        }
        return terms;
    }
}
