using Radiomics.Imaging;

namespace Radiomics.Features.Shape;

/// <summary>
/// The ellipsoid of least volume about points (Khachiyan's barycentric coordinate ascent with steps away, M. J. Todd and E. A. Yildirim,
/// 2007,
/// doi:10.1016/j.dam.2007.02.013), and the area of an ellipsoid.
/// </summary>
internal static class EnclosingEllipsoid
{
    private const double Tolerance = 1e-8;
    private const int MostSteps = 100_000;

    /// <summary>The semi-axes in mm, ascending.</summary>
    public static (double Least, double Minor, double Major) Measure(ConvexHull hull, Vector3D spacing)
    {
        // Coordinates about the middle, for digits.
        var points = hull.Vertices.Select(p => new Vector3D(p.X * spacing.X / 2, p.Y * spacing.Y / 2, p.Z * spacing.Z / 2)).ToArray();
        var middle = default(Vector3D);
        foreach (var p in points)
            middle += p * (1.0 / points.Length);
        for (var i = 0; i < points.Length; i++)
            points[i] -= middle;

        var weights = new double[points.Length];
        Array.Fill(weights, 1.0 / weights.Length);
        var greatest = 4.0;
        for (var step = 0; step < MostSteps; step++)
        {
            var (centre, inverse) = Moments(points, weights, out _);
            var (far, near) = (-1, -1);
            (greatest, var least) = (double.NegativeInfinity, double.PositiveInfinity);
            for (var i = 0; i < points.Length; i++)
            {
                // 1 more than the squared distance in the metric of the weighted covariance.
                var k = 1 + Form(inverse, points[i] - centre);
                if (k > greatest)
                    (greatest, far) = (k, i);
                if (weights[i] > 0 && k < least)
                    (least, near) = (k, i);
            }
            if (greatest - 4 <= 4 * Tolerance && 4 - least <= 4 * Tolerance)
                break;
            if (greatest - 4 >= 4 - least)
            {
                var beta = (greatest - 4) / (4 * (greatest - 1));
                Scale(weights, 1 - beta);
                weights[far] += beta;
            }
            else
            {
                var beta = Math.Min((4 - least) / (4 * (least - 1)), weights[near] / (1 - weights[near]));
                Scale(weights, 1 + beta);
                weights[near] = Math.Max(0, weights[near] - beta);
            }
        }
        Moments(points, weights, out var covariance);
        PrincipalAxes.Eigenvalues(covariance);

        // Stretched so far that it holds every point.
        var stretch = greatest - 1;
        return (Math.Sqrt(stretch * covariance[0]), Math.Sqrt(stretch * covariance[1]), Math.Sqrt(stretch * covariance[2]));
    }

    /// <summary>The area of an ellipsoid by the manual's series of Legendre polynomials up to the twentieth degree.</summary>
    public static double Area(double least, double minor, double major)
    {
        // With q_n = (alpha beta)^n P_n((alpha² + beta²) / (2 alpha beta)), which stays defined where an excentricity is 0.
        var (alpha, beta) = (1 - minor * minor / (major * major), 1 - least * least / (major * major));
        var (mean, product) = ((alpha + beta) / 2, alpha * beta);
        var (last, now, sum) = (0.0, 1.0, 1.0);
        for (var n = 0; n < 20; n++)
        {
            (last, now) = (now, ((2 * n + 1) * mean * now - n * product * last) / (n + 1));
            sum += now / (1 - 4.0 * (n + 1) * (n + 1));
        }
        return 4 * Math.PI * major * minor * sum;
    }

    private static void Scale(double[] weights, double factor)
    {
        for (var i = 0; i < weights.Length; i++)
            weights[i] *= factor;
    }

    private static double Form(double[] m, Vector3D d) =>
        m[0] * d.X * d.X + m[1] * d.Y * d.Y + m[2] * d.Z * d.Z + 2 * (m[3] * d.X * d.Y + m[4] * d.X * d.Z + m[5] * d.Y * d.Z);

    // The weighted mean, and the inverse of the weighted covariance (xx, yy, zz, xy, xz, yz).
    private static (Vector3D Mean, double[] Inverse) Moments(Vector3D[] points, double[] weights, out double[] covariance)
    {
        var mean = default(Vector3D);
        for (var i = 0; i < points.Length; i++)
            mean += points[i] * weights[i];
        covariance = new double[6];
        for (var i = 0; i < points.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            var d = points[i] - mean;
            covariance[0] += weights[i] * d.X * d.X;
            covariance[1] += weights[i] * d.Y * d.Y;
            covariance[2] += weights[i] * d.Z * d.Z;
            covariance[3] += weights[i] * d.X * d.Y;
            covariance[4] += weights[i] * d.X * d.Z;
            covariance[5] += weights[i] * d.Y * d.Z;
        }
        double xx = covariance[0], yy = covariance[1], zz = covariance[2], xy = covariance[3], xz = covariance[4], yz = covariance[5];
        var determinant = xx * (yy * zz - yz * yz) - xy * (xy * zz - yz * xz) + xz * (xy * yz - yy * xz);
        return (mean,
        [
            (yy * zz - yz * yz) / determinant, (xx * zz - xz * xz) / determinant, (xx * yy - xy * xy) / determinant,
            (xz * yz - xy * zz) / determinant, (xy * yz - xz * yy) / determinant, (xy * xz - xx * yz) / determinant,
        ]);
    }
}
