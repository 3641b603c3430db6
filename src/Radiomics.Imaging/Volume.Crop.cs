using System.Numerics;

namespace Radiomics.Imaging;

public sealed partial class Volume
{
    /// <summary>A box of the image as an image of its own: the same voxels in the same type, at the same place in the patient.</summary>
    /// <param name="region">The box; not empty, it lies in the grid.</param>
    /// <returns>The part; the image itself where the box is all of it.</returns>
    /// <exception cref="ArgumentException">The box is empty or reaches past the grid.</exception>
    public Volume Crop(Region region)
    {
        if (region.IsEmpty || !Geometry.Region.Contains(region))
            throw new ArgumentException($"The box {region} is empty or reaches past the grid of {Size}.", nameof(region));
        if (region == Geometry.Region)
            return this;
        return PixelType switch
        {
            PixelType.Int8 => Crop<sbyte>(region),
            PixelType.UInt8 => Crop<byte>(region),
            PixelType.Int16 => Crop<short>(region),
            PixelType.UInt16 => Crop<ushort>(region),
            PixelType.Int32 => Crop<int>(region),
            PixelType.UInt32 => Crop<uint>(region),
            PixelType.Int64 => Crop<long>(region),
            PixelType.UInt64 => Crop<ulong>(region),
            PixelType.Float32 => Crop<float>(region),
            _ => Crop<double>(region),
        };
    }

    private Volume Crop<T>(Region region)
        where T : unmanaged, INumber<T>
    {
        var from = AsMemory<T>().Span;
        var to = GC.AllocateUninitializedArray<T>(checked((int)region.Count));
        var at = 0;
        for (var z = region.Start.Z; z < region.End.Z; z++)
        {
            for (var y = region.Start.Y; y < region.End.Y; y++, at += region.Size.X)
                from.Slice((z * Size.Y + y) * Size.X + region.Start.X, region.Size.X).CopyTo(to.AsSpan(at));
        }
        return Create(Geometry.Crop(region), to);
    }
}
