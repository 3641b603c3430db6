namespace Radiomics.Imaging.Dicom;

/// <summary>Shape-based interpolation between the filled outlines of two planes.</summary>
internal static class ShapeBetween
{
    /// <summary>A slice between two planes: inside where the weighted signed distances add up to less than 0.</summary>
    /// <param name="low">The signed distances to the lower plane's outline.</param>
    /// <param name="high">Those to the upper one's.</param>
    /// <param name="share">How far the slice is from the lower to the upper plane, from 0 to 1.</param>
    /// <param name="inside">A byte for each pixel.</param>
    public static void Fill(float[] low, float[] high, double share, Span<byte> inside)
    {
        for (var i = 0; i < inside.Length; i++)
            inside[i] = (1 - share) * low[i] + share * high[i] < 0 ? (byte)1 : (byte)0;
    }

    /// <summary>The distance in mm of each pixel to the nearest one on the other side of the outline, less half a pixel's: negative inside.</summary>
    public static float[] SignedDistance(ReadOnlySpan<byte> inside, int width, int height, double dx, double dy)
    {
        var (toInside, toOutside) = (new double[inside.Length], new double[inside.Length]);
        for (var i = 0; i < inside.Length; i++)
            (toInside[i], toOutside[i]) = inside[i] != 0 ? (0.0, double.PositiveInfinity) : (double.PositiveInfinity, 0.0);
        Masks.DistanceTransform.Squared(toInside, new GridSize(width, height, 1), new Vector3D(dx, dy, 1));
        Masks.DistanceTransform.Squared(toOutside, new GridSize(width, height, 1), new Vector3D(dx, dy, 1));
        var signed = new float[inside.Length];
        var half = Math.Min(dx, dy) / 2;
        for (var i = 0; i < signed.Length; i++)
        {
            var distance = inside[i] != 0 ? half - Math.Sqrt(toOutside[i]) : Math.Sqrt(toInside[i]) - half;
            signed[i] = (float)Math.Clamp(distance, -1e6, 1e6);
        }
        return signed;
    }
}
