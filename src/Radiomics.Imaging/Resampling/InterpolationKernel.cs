namespace Radiomics.Imaging.Resampling;

/// <summary>How a kernel combines the voxels under it.</summary>
internal enum Combination
{
    /// <summary>The one voxel.</summary>
    Single,

    /// <summary>Linear steps between pairs, along x, then y, then z.</summary>
    Steps,

    /// <summary>A sum weighted by products of weights.</summary>
    Weighted,

    /// <summary>A sum of voxels multiplied by the weights in turn.</summary>
    Scaled,

    /// <summary>A weighted sum over the sum of the weights.</summary>
    Mean,

    /// <summary>The value with the largest sum of weights.</summary>
    Vote,
}

/// <summary>
/// The one-dimensional part of an interpolator: which voxels of an axis count at a place, and how much. Definitions are ITK's; the
/// B-splines are those of P. Thevenaz, T. Blu and M. Unser, "Interpolation revisited" (2000, doi:10.1109/42.875199); the windowed sinc
/// has radius 5, the Gaussian a standard deviation of 0.8 voxels cut at 3.2, the label Gaussian one of 1 voxel cut at 1, as SimpleITK sets
/// them.
/// </summary>
internal sealed partial class InterpolationKernel
{
    private const int SincRadius = 5;
    private readonly Interpolator _interpolator;
    private readonly double _deviation;
    private readonly double _cut;

    public InterpolationKernel(Interpolator interpolator)
    {
        _interpolator = interpolator;
        Order = interpolator switch
        {
            Interpolator.BSpline1 or Interpolator.BSplineResamplerOrder1 => 1,
            Interpolator.BSpline2 or Interpolator.BSplineResamplerOrder2 => 2,
            Interpolator.BSpline or Interpolator.BSpline3 or Interpolator.BSplineResampler => 3,
            Interpolator.BSpline4 or Interpolator.BSplineResamplerOrder4 => 4,
            Interpolator.BSpline5 or Interpolator.BSplineResamplerOrder5 => 5,
            _ => 0,
        };
        Prefilter = Order > 1 && interpolator is not (>= Interpolator.BSplineResampler and <= Interpolator.BSplineResamplerOrder5);
        (_deviation, _cut) = interpolator == Interpolator.Gaussian ? (0.8, 0.8 * 4) : (1, 1);
        (Taps, Combination) = interpolator switch
        {
            Interpolator.NearestNeighbor => (1, Combination.Single),
            Interpolator.Linear => (2, Combination.Steps),
            Interpolator.Gaussian => (8, Combination.Mean),
            Interpolator.LabelGaussian => (4, Combination.Vote),
            >= Interpolator.HammingWindowedSinc and <= Interpolator.BlackmanWindowedSinc => (2 * SincRadius, Combination.Scaled),
            Interpolator.CatmullRom => (4, Combination.Weighted),
            _ when Order > 0 => (Order + 1, Combination.Weighted),
            _ => throw new ArgumentOutOfRangeException(
                nameof(interpolator),
                interpolator,
                Invariant($"There is no interpolator {(int)interpolator}. Allowed: {string.Join(", ", Enum.GetNames<Interpolator>())}.")
            ),
        };
    }

    /// <summary>How many voxels of an axis count at a place.</summary>
    public int Taps { get; }

    /// <summary>How the voxels are combined.</summary>
    public Combination Combination { get; }

    /// <summary>The order of the B-spline; 0 for other kernels.</summary>
    public int Order { get; }

    /// <summary>Whether the kernel weighs spline coefficients and not voxels.</summary>
    public bool Prefilter { get; }

    /// <summary>Whether ITK takes a value here: up to half a voxel past the centres of the outermost voxels.</summary>
    public static bool Covers(double place, int size) => place >= -0.5 && place < size - 0.5;

    /// <summary>The voxels of an axis and their weights at a covered place. A place may occur twice; a tap that does not count weighs
    /// 0.</summary>
    public void Fill(double place, int size, Span<int> indices, Span<double> weights)
    {
        switch (Combination)
        {
            case Combination.Single:
                indices[0] = Math.Clamp((int)Math.Floor(place + 0.5), 0, size - 1);
                break;
            case Combination.Steps:
                indices[0] = Math.Max((int)Math.Floor(place), 0);
                indices[1] = Math.Min(indices[0] + 1, size - 1);
                weights[1] = indices[1] == indices[0] ? 0 : Math.Max(place - indices[0], 0);
                break;
            case Combination.Weighted when _interpolator == Interpolator.CatmullRom:
                FillCatmullRom(place, size, indices, weights);
                break;
            case Combination.Weighted:
                FillSpline(place, size, indices, weights);
                break;
            case Combination.Scaled:
                FillSinc(place, size, indices, weights);
                break;
            default:
                FillGaussian(place, size, indices, weights);
                break;
        }
    }

    private void FillSpline(double place, int size, Span<int> indices, Span<double> weights)
    {
        // ITK finds the first voxel in single precision.
        var first = (int)Math.Floor((float)place + (Order % 2 == 0 ? 0.5f : 0)) - Order / 2;
        BSpline.Weights(Order, place - (first + Order / 2), weights);
        for (var k = 0; k <= Order; k++)
            indices[k] = Mirror(first + k, size);
    }

    private static void FillCatmullRom(double place, int size, Span<int> indices, Span<double> weights)
    {
        var first = (int)Math.Floor(place) - 1;
        var w = place - Math.Floor(place);
        weights[0] = w * (-0.5 + w * (1 - 0.5 * w));
        weights[1] = 1 + w * w * (1.5 * w - 2.5);
        weights[2] = w * (0.5 + w * (2 - 1.5 * w));
        weights[3] = w * w * (0.5 * w - 0.5);
        for (var k = 0; k < 4; k++)
            indices[k] = Math.Clamp(first + k, 0, size - 1);
    }

    private static int Mirror(int index, int size)
    {
        if ((uint)index < (uint)size)
            return index;
        if (size == 1)
            return 0;
        var period = 2 * (size - 1);
        index = Math.Abs(index) % period;
        return index < size ? index : period - index;
    }

    private void FillSinc(double place, int size, Span<int> indices, Span<double> weights)
    {
        var start = (int)Math.Floor(place);
        var distance = place - start;
        var x = distance + SincRadius;
        for (var k = 0; k < 2 * SincRadius; k++)
        {
            indices[k] = Math.Clamp(start + k - SincRadius + 1, 0, size - 1);
            x -= 1;
            weights[k] = distance == 0 ? (k == SincRadius - 1 ? 1 : 0) : Window(x) * Sinc(x);
        }
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private double Window(double x) => _interpolator switch
    {
        Interpolator.HammingWindowedSinc => 0.54 + 0.46 * Math.Cos(x * (Math.PI / SincRadius)),
        Interpolator.CosineWindowedSinc => Math.Cos(x * (Math.PI / (2 * SincRadius))),
        Interpolator.WelchWindowedSinc => 1 - x * (1d / (SincRadius * SincRadius)) * x,
        Interpolator.LanczosWindowedSinc => x == 0 ? 1 : Math.Sin(Math.PI / SincRadius * x) / (Math.PI / SincRadius * x),
        _ => 0.42 + 0.5 * Math.Cos(x * (Math.PI / SincRadius)) + 0.08 * Math.Cos(x * (2 * Math.PI / SincRadius)),
    };

    // The Gaussian's integral over each voxel.
    private void FillGaussian(double place, int size, Span<int> indices, Span<double> weights)
    {
        var begin = Math.Max(0, (int)Math.Floor(place + 0.5 - _cut));
        var end = Math.Min(size, (int)Math.Ceiling(place + 0.5 + _cut));
        var scale = 1 / (Math.Sqrt(2) * _deviation);
        var t = (-0.5 - place + begin) * scale;
        var last = ErrorFunction.Of(t);
        for (var k = 0; k < Taps; k++)
        {
            indices[k] = Math.Min(begin + k, size - 1);
            weights[k] = 0;
            if (begin + k >= end)
                continue;
            t += scale;
            var now = ErrorFunction.Of(t);
            weights[k] = now - last;
            last = now;
        }
    }
}
