using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Radiomics.Imaging.Resampling;

/// <summary>
/// The voxels that count for each voxel of an output row, where each has its own along all three axes, and how much: of an axis, tap k of
/// voxel i is element k * <see cref="Stride"/> + i. Behind the last voxel it is taken again, so that eight at a time always find some.
/// Filled anew for row after row.
/// </summary>
internal sealed unsafe class ScatteredTaps
{
    /// <summary>How many voxels are worked on together.</summary>
    public const int Lanes = 8;

    private readonly InterpolationKernel _kernel;
    private readonly double[][] _places;
    private readonly int[][] _indices;
    private readonly double[][] _weights;
    private readonly int _count;

    /// <param name="count">The voxels of a row; at least one.</param>
    /// <param name="kernel">The kernel.</param>
    public ScatteredTaps(int count, InterpolationKernel kernel)
    {
        (_count, _kernel, Stride) = (count, kernel, (count + Lanes - 1) / Lanes * Lanes);
        _places = [new double[Stride], new double[Stride], new double[Stride]];
        _indices = [.. _places.Select(_ => new int[Stride * kernel.Taps])];
        _weights = [.. _places.Select(_ => new double[Stride * kernel.Taps])];
        Covered = new long[Stride];
    }

    /// <summary>The distance from a tap to the next.</summary>
    public int Stride { get; }

    /// <summary>All ones where a voxel lies in the image, else 0.</summary>
    public long[] Covered { get; }

    /// <summary>How far along an axis the taps lie in the block that is read; where a voxel is not covered, 0.</summary>
    public int[] Indices(int axis) => _indices[axis];

    /// <summary>What they weigh.</summary>
    public double[] Weights(int axis) => _weights[axis];

    /// <summary>Finds the taps of a row.</summary>
    /// <param name="map">Where its voxels lie.</param>
    /// <param name="first">The row's first voxel that is wanted.</param>
    /// <param name="y">The row.</param>
    /// <param name="z">Its plane.</param>
    /// <param name="size">The size of the image.</param>
    /// <param name="box">What is read of it.</param>
    public void Fill(GridMap map, int first, int y, int z, GridSize size, Region box)
    {
        map.Row(first, y, z, _places[0].AsSpan(0, _count), _places[1].AsSpan(0, _count), _places[2].AsSpan(0, _count));
        Covered.AsSpan().Fill(-1);
        var step = 1;
        for (var axis = 0; axis < 3; axis++)
        {
            _places[axis].AsSpan(_count).Fill(_places[axis][_count - 1]);
            Cover(_places[axis], size[axis]);
            fixed (int* indices = _indices[axis])
            fixed (double* places = _places[axis], weights = _weights[axis])
                _kernel.Fill(places, size[axis], indices, weights, Stride);
            Rebase(_indices[axis], box.Start[axis], step);
            step *= box.Size[axis];
        }
    }

    // A voxel that is not covered is put where the image begins.
    private void Cover(Span<double> places, int size)
    {
        ref var place = ref MemoryMarshal.GetReference(places);
        ref var covered = ref MemoryMarshal.GetArrayDataReference(Covered);
        var (low, high) = (Vector256.Create(-0.5), Vector256.Create(size - 0.5));
        for (nuint i = 0; i < (nuint)places.Length; i += 4)
        {
            var at = Vector256.LoadUnsafe(ref place, i);
            var inside = Vector256.GreaterThanOrEqual(at, low) & Vector256.LessThan(at, high);
            (at & inside).StoreUnsafe(ref place, i);
            (inside.AsInt64() & Vector256.LoadUnsafe(ref covered, i)).StoreUnsafe(ref covered, i);
        }
    }

    // The box holds what covered voxels need; the taps of the others point to its beginning.
    private void Rebase(int[] indices, int start, int step)
    {
        ref var index = ref MemoryMarshal.GetArrayDataReference(indices);
        ref var covered = ref MemoryMarshal.GetArrayDataReference(Covered);
        for (nuint i = 0; i < (nuint)Stride; i += Lanes)
        {
            var inside = Vector256.Narrow(Vector256.LoadUnsafe(ref covered, i), Vector256.LoadUnsafe(ref covered, i + 4));
            for (var at = i; at < (nuint)indices.Length; at += (nuint)Stride)
                ((Vector256.LoadUnsafe(ref index, at) - Vector256.Create(start)) * step & inside).StoreUnsafe(ref index, at);
        }
    }
}
