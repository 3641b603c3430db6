using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
                Cut(row, target);
            }
        }, maxDegreeOfParallelism, cancellationToken);
        return Volume.Create(geometry, voxels);
    }

    private static void Cut<T>(ReadOnlySpan<double> row, Span<T> target)
        where T : unmanaged, INumber<T>
    {
        var done = 0;
        if (typeof(T) == typeof(short))
            done = CutToShort(row, MemoryMarshal.Cast<T, short>(target), short.MinValue, short.MaxValue);
        else if (typeof(T) == typeof(ushort))
            done = CutToShort(row, MemoryMarshal.Cast<T, short>(target), ushort.MinValue, ushort.MaxValue);
        TensorPrimitives.ConvertSaturating<double, T>(row[done..], target[done..]);
    }

    // The usual types of 16 bits, eight at a time; gives how many.
    private static int CutToShort(ReadOnlySpan<double> row, Span<short> target, double least, double greatest)
    {
        var i = 0;
        for (; i <= row.Length - 8; i += 8)
        {
            var (low, high) = (Cut(Vector256.Create(row[i..]), least, greatest), Cut(Vector256.Create(row[(i + 4)..]), least, greatest));
            Vector128.Narrow(low, high).CopyTo(target[i..]);
        }
        return i;
    }

    // What is not a number becomes 0.
    private static Vector128<int> Cut(Vector256<double> values, double least, double greatest)
    {
        values &= Vector256.Equals(values, values);
        values = Vector256.MinNative(Vector256.MaxNative(values, Vector256.Create(least)), Vector256.Create(greatest));
        // 1.5 * 2^52 leaves a whole number in the lowest bits.
        var bits = (Vector256.Truncate(values) + Vector256.Create(6755399441055744.0)).AsInt64();
        return Vector128.Narrow(bits.GetLower(), bits.GetUpper());
    }
}
