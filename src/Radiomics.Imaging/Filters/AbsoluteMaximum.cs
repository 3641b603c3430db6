using System.Numerics;
using System.Numerics.Tensors;

namespace Radiomics.Imaging.Filters;

/// <summary>The largest absolute value of a whole image: a scan of the voxels in their own type.</summary>
internal static class AbsoluteMaximum
{
    public static double Of(Volume image) => image.PixelType switch
    {
        PixelType.Int8 => Of<sbyte>(image),
        PixelType.UInt8 => Of<byte>(image),
        PixelType.Int16 => Of<short>(image),
        PixelType.UInt16 => Of<ushort>(image),
        PixelType.Int32 => Of<int>(image),
        PixelType.UInt32 => Of<uint>(image),
        PixelType.Int64 => Of<long>(image),
        PixelType.UInt64 => Of<ulong>(image),
        PixelType.Float32 => Of<float>(image),
        _ => Of<double>(image),
    };

    private static double Of<T>(Volume image)
        where T : unmanaged, INumber<T>
    {
        var voxels = image.AsMemory<T>().Span;
        var low = double.CreateTruncating(TensorPrimitives.Min(voxels));
        var high = double.CreateTruncating(TensorPrimitives.Max(voxels));
        return Math.Max(Math.Abs(low), Math.Abs(high));
    }
}
