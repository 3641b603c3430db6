using System.Numerics;
using System.Numerics.Tensors;
using Radiomics.Features.FirstOrder;
using Radiomics.Imaging;
using Radiomics.Imaging.Masks;

namespace Radiomics.Features.Extraction;

/// <summary>
/// What the provenance says of a whole image. It costs a pass over the image, which the features of a small region do not, so it
/// is made when it is first asked for, and once for all regions of the image.
/// </summary>
internal sealed class ImageSummary(Volume image)
{
    private readonly Lazy<(double Mean, double Minimum, double Maximum)> _range = new(() => Of(image));
    private readonly Lazy<string> _hash = new(() => VoxelHash.Of(image));

    public ImageGeometry Geometry => image.Geometry;

    public string Hash => _hash.Value;

    public double Mean => _range.Value.Mean;

    public double Minimum => _range.Value.Minimum;

    public double Maximum => _range.Value.Maximum;

    /// <summary>The mean and the range of the intensities in a region.</summary>
    public static (double Mean, double Minimum, double Maximum) Of(Volume image, Mask mask)
    {
        var values = RegionIntensities.Gather(mask, image.Read(mask.BoundingBox));
        return (
            LaneSum.Over<LaneSum.Value>(values, default) / values.Length,
            TensorPrimitives.Min<double>(values),
            TensorPrimitives.Max<double>(values)
        );
    }

    private static (double Mean, double Minimum, double Maximum) Of(Volume image)
    {
        // A slice at a time: no second copy of the image.
        var size = image.Size;
        var slice = new double[checked(size.X * size.Y)];
        var (sum, minimum, maximum) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        for (var z = 0; z < size.Z; z++)
        {
            image.CopyTo(new Region(new VoxelIndex(0, 0, z), new GridSize(size.X, size.Y, 1)), slice);
            sum += LaneSum.Over<LaneSum.Value>(slice, default);
            var (least, greatest) = image.PixelType switch
            {
                PixelType.Int16 => Ends<short>(image.AsMemory<short>().Span.Slice(z * slice.Length, slice.Length)),
                PixelType.Float32 => Ends<float>(image.AsMemory<float>().Span.Slice(z * slice.Length, slice.Length)),
                _ => Ends<double>(slice),
            };
            (minimum, maximum) = (Math.Min(minimum, least), Math.Max(maximum, greatest));
        }
        return (sum / size.Count, minimum, maximum);
    }

    // In the image's own type, more of which a vector holds.
    private static (double Least, double Greatest) Ends<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T> =>
        (double.CreateTruncating(TensorPrimitives.Min(values)), double.CreateTruncating(TensorPrimitives.Max(values)));
}
