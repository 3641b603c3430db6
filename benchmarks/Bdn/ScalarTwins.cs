using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using Radiomics.Features.Texture;

namespace Benchmarks.Bdn;

/// <summary>Pairs of the 13 directions: voxel by voxel, and sixteen at once.</summary>
public class Pairs : RegionOfSize
{
    [Benchmark(Baseline = true)]
    public unsafe void Scalar()
    {
        fixed (int* table = Workspace.ClearedCounts(4 * (32 * 33 + 1)))
        {
            foreach (var direction in Directions)
                CooccurrenceKernel.CountScalar(Roi, direction.In(Roi), table);
        }
    }

    [Benchmark]
    public unsafe void Vector()
    {
        fixed (int* table = Workspace.ClearedCounts(4 * (32 * 33 + 1)))
        {
            foreach (var direction in Directions)
                CooccurrenceKernel.CountVector(Roi, direction.In(Roi), 32 * 33 + 1, table);
        }
    }
}

/// <summary>Runs of the 13 directions: voxel by voxel, and from rows of bits.</summary>
public class Runs : RegionOfSize
{
    [Benchmark(Baseline = true)]
    public void Scalar()
    {
        foreach (var direction in Directions)
        {
            Workspace.Counter.Reset(32, Size, Roi.VoxelCount);
            RunLengthKernel.CountScalar<ushort>(Roi, Roi.Levels16, direction.In(Roi), Workspace.Labels(Roi.Length), Workspace.Counter);
        }
    }

    [Benchmark]
    public void Vector()
    {
        foreach (var direction in Directions)
        {
            Workspace.Counter.Reset(32, Size, Roi.VoxelCount);
            RunLengthKernel.CountVector(Roi, direction, Workspace.Counter, Workspace);
        }
    }
}

/// <summary>Zones: neighbour by neighbour, and with the neighbours' equality in vectors.</summary>
public class Zones : RegionOfSize
{
    [Benchmark(Baseline = true)]
    public int Scalar() => ZoneKernel.Label(Roi, null, [], Workspace, vectors: false);

    [Benchmark]
    public int Vector() => ZoneKernel.Label(Roi, null, [], Workspace, vectors: true);
}

/// <summary>Dependent neighbours: one at a time, sixteen and thirty-two at once.</summary>
public class Dependencies : RegionOfSize
{
    private LevelSizeCounter Counter()
    {
        Workspace.Counter.Reset(32, 27, Roi.VoxelCount);
        return Workspace.Counter;
    }

    private int[] Offsets => [.. Directions.Select(d => d.In(Roi))];

    [Benchmark(Baseline = true)]
    public void Scalar() => DependenceKernel.CountScalar<ushort, ushort>(Roi, Roi.Levels16, Roi.Levels16, Offsets, 0, Counter());

    [Benchmark]
    public void Sixteen() => DependenceKernel.CountVector(Roi, Roi.Levels16, Offsets, 0, Counter());

    [Benchmark]
    public void ThirtyTwo() => DependenceKernel.CountBytes(Roi, Offsets, Counter());
}

/// <summary>Tone differences: one voxel at a time, and sixteen.</summary>
public class ToneDifferences : RegionOfSize
{
    private int[] Offsets => [.. Directions.Select(d => d.In(Roi))];

    [Benchmark(Baseline = true)]
    public void Scalar() =>
        ToneDifferenceKernel.SumScalar<ushort>(Roi, Roi.Levels16, Workspace.GrayLevels32(Roi), Offsets, Workspace.ClearedSums(33 * 27));

    [Benchmark]
    public void Vector() =>
        ToneDifferenceKernel.SumVector(Roi, Workspace.GrayLevels16(Roi), Offsets, Workspace.ClearedSums(33 * 27));
}

/// <summary>The machine's floor: a bare copy of the levels, and a bare look at the 13 neighbours of each voxel.</summary>
public class HardwareFloor : RegionOfSize
{
    private byte[] _copy = [];

    [Benchmark(Baseline = true)]
    public void BareCopy()
    {
        if (_copy.Length < Roi.Levels8.Length)
            _copy = new byte[Roi.Levels8.Length];
        Roi.Levels8.CopyTo(_copy, 0);
    }

    [Benchmark]
    public unsafe int BareSweep()
    {
        var equal = Vector256<byte>.Zero;
        fixed (byte* levels = Roi.Levels8)
        {
            foreach (var (start, end) in Roi.Spans)
            {
                for (var at = start; at < end; at += Vector256<byte>.Count)
                {
                    var here = Vector256.Load(levels + at);
                    foreach (var direction in Directions)
                        equal ^= Vector256.Equals(here, Vector256.Load(levels + at + direction.In(Roi)));
                }
            }
        }
        return equal[0];
    }
}
