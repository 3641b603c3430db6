using System.Numerics;
using System.Numerics.Tensors;

namespace Radiomics.Imaging.Resampling;

/// <summary>Makes a volume of some scalar type row by row from doubles, which are cut off at the decimal point and at the type's range, as
/// ITK does.</summary>
internal static class VolumeRows
{
    /// <summary>Fills the row of voxels at (all x, y, z).</summary>
    public delegate void Fill(int y, int z, Span<double> row);

    public static Volume Create(
        ImageGeometry geometry,
        PixelType type,
        Fill fill,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    ) =>
        type switch
        {
            PixelType.Int8 => Create<sbyte>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
            PixelType.UInt8 => Create<byte>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
            PixelType.Int16 => Create<short>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
            PixelType.UInt16 => Create<ushort>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
            PixelType.Int32 => Create<int>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
            PixelType.UInt32 => Create<uint>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
            PixelType.Int64 => Create<long>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
            PixelType.UInt64 => Create<ulong>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
            PixelType.Float32 => Create<float>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
            _ => Create<double>(geometry, fill, maxDegreeOfParallelism, cancellationToken),
        };

    private static Volume Create<T>(ImageGeometry geometry, Fill fill, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        where T : unmanaged, INumber<T>
    {
        var size = geometry.Size;
        var voxels = LargeArray.Uninitialised<T>(checked((int)size.Count));
        Filters.FilterArguments.Run(size.Z, z =>
        {
            var row = new double[size.X];
            for (var y = 0; y < size.Y; y++)
            {
                var target = voxels.AsSpan((z * size.Y + y) * size.X, size.X);
                fill(y, z, row);
                TensorPrimitives.ConvertSaturating<double, T>(row, target);
            }
        }, maxDegreeOfParallelism, cancellationToken);
        return Volume.Create(geometry, voxels);
    }
}
