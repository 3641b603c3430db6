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

    /// <summary>The distance in mm of each pixel to the nearest one on the other side of the outline, less half a pixel's: negative
    /// inside.</summary>
    public static float[] SignedDistance(ReadOnlySpan<byte> inside, int width, int height, double dx, double dy)
    {
        // A border of pixels outside, for the structure may fill the box.
        var (wide, high) = (width + 2, height + 2);
        var (toInside, toOutside) = (new double[wide * high], new double[wide * high]);
        Array.Fill(toInside, double.PositiveInfinity);
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] != 0)
                (toInside[At(i)], toOutside[At(i)]) = (0, double.PositiveInfinity);
        }
        Masks.DistanceTransform.Squared(toInside, new GridSize(wide, high, 1), new Vector3D(dx, dy, 1));
        Masks.DistanceTransform.Squared(toOutside, new GridSize(wide, high, 1), new Vector3D(dx, dy, 1));
        var signed = new float[inside.Length];
        var half = Math.Min(dx, dy) / 2;
        for (var i = 0; i < signed.Length; i++)
        {
            var distance = inside[i] != 0 ? half - Math.Sqrt(toOutside[At(i)]) : Math.Sqrt(toInside[At(i)]) - half;
            signed[i] = (float)Math.Clamp(distance, -1e6, 1e6);
        }
        return signed;

        int At(int i) => (i / width + 1) * wide + i % width + 1;
    }
}
