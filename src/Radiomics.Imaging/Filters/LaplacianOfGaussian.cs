using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// Three second derivatives, each smoothed along the other two axes, in ITK's order and precision: double within a pass, single between
/// passes. The passes along x and y of a plane are done while it is in the cache, those along z over columns of rows.
/// </summary>
internal static class LaplacianOfGaussian
{
    // The recursions fall off as exp(-1.3732 / sigma) a voxel (L2 of RecursiveGaussian): what lies 17 standard deviations off has a weight
    // below 1e-10, a thousandth of what single precision leaves of a value between two passes.
    private const double Reach = 17;

    public static VoxelBlock Compute(
        Volume image,
        double sigma,
        Region region,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
    {
        if (region.IsEmpty)
            return new VoxelBlock(region, []);
        var spacing = image.Geometry.Spacing;
        int Halo(int axis) => Math.Max(4, (int)Math.Min(Reach * sigma / spacing[axis] + 1, image.Size[axis]));
        var read = region.Expand(Halo(0), Halo(1), Halo(2)).Intersect(image.Geometry.Region);
        // Up to 16 bits a float is exact.
        return image.PixelType is PixelType.Float32 || image.PixelType.IsInteger() && image.PixelType.ByteSize() <= 2
            ? new Passes<float>(image, sigma, region, read, maxDegreeOfParallelism, cancellationToken).Run()
            : new Passes<double>(image, sigma, region, read, maxDegreeOfParallelism, cancellationToken).Run();
    }

    private sealed unsafe class Passes<T>
        where T : unmanaged, System.Numerics.INumber<T>
    {
        private readonly Volume _image;
        private readonly Region _region;
        private readonly Region _read;
        private readonly int _threads;
        private readonly CancellationToken _cancellationToken;
        private readonly RecursiveLines[] _smooth;
        private readonly RecursiveLines[] _derive;
        private readonly double[] _scale;

        public Passes(Volume image, double sigma, Region region, Region read, int threads, CancellationToken cancellationToken)
        {
            (_image, _region, _read, _threads, _cancellationToken) = (image, region, read, threads, cancellationToken);
            var spacing = image.Geometry.Spacing;
            _smooth = [.. Enumerable.Range(0, 3).Select(a => Lines(RecursiveGaussian.Smooth(sigma, spacing[a]), a))];
            _derive = [.. Enumerable.Range(0, 3).Select(a => Lines(RecursiveGaussian.SecondDerivative(sigma, spacing[a]), a))];
            _scale = [.. Enumerable.Range(0, 3).Select(a => 1 / (spacing[a] * spacing[a]))];
        }

        private RecursiveLines Lines(RecursiveGaussian filter, int axis) =>
            new(filter, _read.Size[axis], _region.Start[axis] - _read.Start[axis], _region.Size[axis]);

        public VoxelBlock Run()
        {
            int columns = _region.Size.X, rows = _region.Size.Y, planes = _region.Size.Z, plane = columns * rows;
            int wide = _read.Size.X, tall = _read.Size.Y, deep = _read.Size.Z, readPlane = wide * tall;
            var output = VoxelBlock.Room<double>(_region);
            float[] alongX = Rent(checked(plane * deep)), alongY = Rent(plane * deep), alongZ = Rent(checked(readPlane * planes));
            var input = Input();
            using var pin = input.Pin();
            var source = (T*)pin.Pointer;

            // The derivatives along x and y, and the other's smoothing, plane by plane.
            Each(deep, z =>
            {
                var between = Rent(Math.Max(columns * tall, wide * rows));
                fixed (float* x = alongX, y = alongY, middle = between)
                {
                    AlongX(_derive[0], source + (long)z * readPlane, wide, tall, middle, columns);
                    AlongY(_smooth[1], middle, columns, y: x + (long)z * plane);
                    AlongY(_derive[1], source + (long)z * readPlane, wide, y: middle);
                    AlongX(_smooth[0], middle, wide, rows, y + (long)z * plane, columns);
                }
                Return(between);
            });
            // Their smoothing along z, row by row, and their sum.
            Each(rows, row =>
            {
                float[] first = Rent(planes * columns), second = Rent(planes * columns);
                fixed (float* x = alongX, y = alongY, a = first, b = second)
                fixed (double* sum = output)
                {
                    AlongZ(_smooth[2], x + (long)row * columns, plane, columns, a, columns);
                    AlongZ(_smooth[2], y + (long)row * columns, plane, columns, b, columns);
                    for (var z = 0; z < planes; z++)
                    {
                        var at = (long)z * columns;
                        Sum(a + at, _scale[0], b + at, _scale[1], sum + ((long)z * rows + row) * columns, columns);
                    }
                }
                Return(first, second);
            });
            // The derivative along z, and its smoothing along x and y.
            Each(tall, row =>
            {
                fixed (float* z = alongZ)
                    AlongZ(_derive[2], source + (long)row * wide, readPlane, wide, z + (long)row * wide, readPlane);
            });
            Each(planes, z =>
            {
                float[] between = Rent(columns * tall), last = Rent(plane);
                fixed (float* from = alongZ, middle = between, to = last)
                fixed (double* sum = output)
                {
                    AlongX(_smooth[0], from + (long)z * readPlane, wide, tall, middle, columns);
                    AlongY(_smooth[1], middle, columns, y: to);
                    Add(sum + (long)z * plane, to, _scale[2], plane);
                }
                Return(between, last);
            });
            Return(alongX, alongY, alongZ);
            return VoxelBlock.InRoom(_region, output);
        }

        private void Each(int count, Action<int> work) => FilterArguments.Run(count, work, _threads, _cancellationToken);

        private ReadOnlyMemory<T> Input()
        {
            if (_read == _image.Geometry.Region && _image.PixelType == PixelTypes.Of<T>())
                return _image.AsMemory<T>();
            var values = LargeArray.Uninitialised<T>(checked((int)_read.Count));
            var plane = new double[_read.Size.X * _read.Size.Y];
            for (var z = 0; z < _read.Size.Z; z++)
            {
                _image.CopyTo(new Region(_read.Start with { Z = _read.Start.Z + z }, _read.Size with { Z = 1 }), plane);
                TensorPrimitives.ConvertTruncating<double, T>(plane, values.AsSpan(z * plane.Length, plane.Length));
            }
            return values;
        }

        // Rows of a plane; they are turned, so that they stand side by side, and back.
        private static void AlongX<TSource>(RecursiveLines lines, TSource* source, int length, int rows, float* target, int kept)
            where TSource : unmanaged
        {
            var width = RecursiveLines.Width;
            var panel = ArrayPool<double>.Shared.Rent(length * width + lines.Scratch);
            var result = Rent(kept * width);
            fixed (double* side = panel)
            fixed (float* turned = result)
            {
                for (var row = 0; row < rows; row += width)
                {
                    var count = Math.Min(width, rows - row);
                    if (count < width)
                        new Span<double>(side, length * width).Clear();
                    LinePanel.Gather(source + (long)row * length, length, length, count, side, width);
                    lines.Run(side, width, width, side + length * width, turned, width);
                    LinePanel.Scatter(turned, width, kept, count, target + (long)row * kept, kept);
                }
            }
            Return(result);
            ArrayPool<double>.Shared.Return(panel);
        }

        private static void AlongY<TSource>(RecursiveLines lines, TSource* source, int width, float* y)
            where TSource : unmanaged => AlongZ(lines, source, width, width, y, width);

        private static void AlongZ<TSource>(RecursiveLines lines, TSource* source, int stride, int width, float* target, int targetStride)
            where TSource : unmanaged
        {
            var scratch = ArrayPool<double>.Shared.Rent(lines.Scratch);
            fixed (double* room = scratch)
                lines.Run(source, stride, width, room, target, targetStride);
            ArrayPool<double>.Shared.Return(scratch);
        }

        // sum = (float)((float)(0 + a * scale) + b * other), in double precision between, as ITK adds the axes to an image of zeros.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Sum(float* a, double scale, float* b, double other, double* sum, int count)
        {
            Vector256<double> first = Vector256.Create(scale), second = Vector256.Create(other), zero = default;
            var i = 0;
            for (; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.Load(a + i));
                (low, high) = Vector256.Widen(Vector256.Narrow(zero + low * first, zero + high * first));
                var (low2, high2) = Vector256.Widen(Vector256.Load(b + i));
                (low, high) = Vector256.Widen(Vector256.Narrow(low + low2 * second, high + high2 * second));
                low.Store(sum + i);
                high.Store(sum + i + 4);
            }
            for (; i < count; i++)
                sum[i] = (float)((float)(0 + a[i] * scale) + b[i] * other);
        }

        // sum = (float)(sum + values * scale), in double precision between.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Add(double* sum, float* values, double scale, int count)
        {
            var i = 0;
            var factor = Vector256.Create(scale);
            for (; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.Load(values + i));
                (low, high) = Vector256.Widen(
                    Vector256.Narrow(Vector256.Load(sum + i) + low * factor, Vector256.Load(sum + i + 4) + high * factor));
                low.Store(sum + i);
                high.Store(sum + i + 4);
            }
            for (; i < count; i++)
                sum[i] = (float)(sum[i] + values[i] * scale);
        }

        private static float[] Rent(int length) => ArrayPool<float>.Shared.Rent(length);

        private static void Return(params ReadOnlySpan<float[]> arrays)
        {
            foreach (var array in arrays)
                ArrayPool<float>.Shared.Return(array);
        }
    }
}
