using System.Buffers;
using System.Numerics;

namespace Radiomics.Imaging.Filters;

/// <summary>
/// One level of the undecimated wavelet transform of a box, with periodic ends: the a trous algorithm without decimation
/// (G. P. Nason and B. W. Silverman, 1995, doi:10.1007/978-1-4612-2544-7_17). Works through the box in tiles of rows: x first
/// into two bands, y into four, z into eight, each from what the one before left in the cache.
/// </summary>
/// <remarks>
/// Output o of an axis is the sum of f[j] s[o + F/2 - j] for j = 0 to F - 1, in PyWavelets' order of additions: ascending j,
/// except that where o + F/2 passes the end by w voxels, the taps j = w, w - 1, ..., 0 come first, in this descending order.
/// </remarks>
internal sealed class StationaryWavelet<T>(T[] low, T[] high, bool alongX, bool alongY, bool alongZ)
    where T : unmanaged, INumber<T>
{
    private const int TileBytes = 1 << 19;

    private int Taps => low.Length;

    /// <summary>Computes sub-bands: bit 2 of a band's number tells the x filter (set for high pass), bit 1 the y filter, bit 0 the z
    /// filter.</summary>
    /// <param name="source">The values of the input stretches, x fastest.</param>
    /// <param name="from">The input stretches along x, y and z.</param>
    /// <param name="bands">Where each of the eight bands goes; <see langword="null"/> for one that is not wanted.</param>
    /// <param name="to">The output stretches; the input stretches hold their halo.</param>
    /// <param name="maxDegreeOfParallelism">How many threads may work.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Analyse(
        T[] source,
        AxisExtent[] from,
        T[]?[] bands,
        AxisExtent[] to,
        int maxDegreeOfParallelism,
        CancellationToken cancellationToken
    )
    {
        int columns = to[0].Length, rows = to[1].Length;
        var slots = alongZ ? Math.Min(Taps, from[2].Length) : 1;
        var tile = int.Clamp(TileBytes / (slots * 4 * Math.Max(columns, 1) * (typeof(T) == typeof(float) ? 4 : 8)), 8, Math.Max(8, rows));
        FilterArguments.Run(
            (rows + tile - 1) / tile,
            i => new Tile(this, source, from, bands, to, slots, i * tile, Math.Min(tile, rows - i * tile)).Run(cancellationToken),
            maxDegreeOfParallelism,
            cancellationToken);
    }

    // The order in which the taps of one output are added: which tap, and which input (an index that may lie past the period).
    private void Order(int output, AxisExtent axis, Span<int> tap)
    {
        var over = AxisExtent.Wrap(output, axis.Period) + Taps / 2 - axis.Period;
        for (var t = 0; t < Taps; t++)
            tap[t] = t <= over ? over - t : t;
    }

    private sealed class Tile(
        StationaryWavelet<T> owner, T[] source, AxisExtent[] from, T[]?[] bands, AxisExtent[] to, int slots, int firstRow, int rowCount)
    {
        private readonly int _taps = owner.Taps;
        private readonly int _columns = to[0].Length;
        private readonly int[] _held = [.. Enumerable.Repeat(-1, slots)];
        private readonly T[]?[] _planes = new T[4][];
        private readonly T[]?[] _lines = new T[2][];
        private readonly T[] _row = GC.AllocateUninitializedArray<T>(to[0].Length + owner.Taps);
        private readonly int[] _planeOrder = new int[owner.Taps];
        private readonly int[] _planePlaces = new int[owner.Taps];
        private readonly int[] _rowOrder = new int[owner.Taps];
        private readonly int[] _rowPlaces = new int[owner.Taps];

        private int PlaneSize => rowCount * _columns;

        public void Run(CancellationToken cancellationToken)
        {
            for (var band = 0; band < 8; band++)
            {
                if (bands[band] is null)
                    continue;
                _planes[band >> 1] ??= ArrayPool<T>.Shared.Rent(slots * PlaneSize);
                _lines[band >> 2] ??= ArrayPool<T>.Shared.Rent((rowCount + _taps - 1) * _columns);
            }
            for (var z = 0; z < to[2].Length; z++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var output = to[2].Start + z;
                if (!owner.Along(2))
                {
                    Fill(from[2].Position(output), 0);
                    Emit(z, null);
                    continue;
                }
                owner.Order(output, to[2], _planeOrder);
                for (var t = 0; t < _taps; t++)
                {
                    var index = output + _taps / 2 - _planeOrder[t];
                    var plane = from[2].Position(index);
                    var slot = AxisExtent.Wrap(index, slots);
                    if (_held[slot] != plane)
                        Fill(plane, slot);
                    _planePlaces[t] = slot * PlaneSize;
                }
                Emit(z, _planeOrder);
            }
            foreach (var used in _planes.Concat(_lines).OfType<T[]>())
                ArrayPool<T>.Shared.Return(used);
        }

        // The z pass: each band of output plane z from the planes at _planePlaces.
        private void Emit(int z, int[]? order)
        {
            var start = (z * to[1].Length + firstRow) * _columns;
            for (var band = 0; band < 8; band += 2)
            {
                if (bands[band] is null && bands[band + 1] is null)
                    continue;
                var plane = _planes[band >> 1]!;
                if (order is null)
                    plane.AsSpan(0, PlaneSize).CopyTo(bands[band].AsSpan(start)); // without a filter along z there is no high pass
                else
                    owner.Sum(plane, order, _planePlaces, bands[band], bands[band + 1], start, PlaneSize);
            }
        }

        // The x and y passes over one input plane.
        private void Fill(int plane, int slot)
        {
            _held[slot] = plane;
            var first = to[1].Start + firstRow;
            var needed = owner.Along(1) ? rowCount + _taps - 1 : rowCount;
            first = owner.Along(1) ? first - (_taps - 1 - _taps / 2) : first;
            for (var i = 0; i < needed; i++)
                FillLine((plane * from[1].Length + from[1].Position(first + i)) * from[0].Length, i * _columns);

            for (var row = 0; row < rowCount; row++)
            {
                var target = slot * PlaneSize + row * _columns;
                if (owner.Along(1))
                {
                    owner.Order(to[1].Start + firstRow + row, to[1], _rowOrder);
                    for (var t = 0; t < _taps; t++)
                        _rowPlaces[t] = (row + _taps - 1 - _rowOrder[t]) * _columns;
                }
                for (var band = 0; band < 4; band += 2)
                {
                    if (_planes[band] is null && _planes[band + 1] is null)
                        continue;
                    var lines = _lines[band >> 1]!;
                    if (owner.Along(1))
                        owner.Sum(lines, _rowOrder, _rowPlaces, _planes[band], _planes[band + 1], target, _columns);
                    else
                        lines.AsSpan(row * _columns, _columns).CopyTo(_planes[band].AsSpan(target));
                }
            }
        }

        // The x pass over one row.
        private void FillLine(int row, int target)
        {
            var axis = from[0];
            var first = to[0].Start - (owner.Along(0) ? _taps - 1 - _taps / 2 : 0);
            var needed = owner.Along(0) ? _columns + _taps - 1 : _columns;
            for (var done = 0; done < needed;)
            {
                var position = axis.Position(first + done);
                var run = Math.Min(needed - done, axis.Length - position);
                source.AsSpan(row + position, run).CopyTo(_row.AsSpan(done));
                done += run;
            }
            for (var band = 0; band < 2; band++)
            {
                if (_lines[band] is not { } line)
                    continue;
                if (owner.Along(0))
                    owner.SumAlongRow(_row, to[0], band != 0, line.AsSpan(target, _columns), _rowOrder);
                else
                    _row.AsSpan(0, _columns).CopyTo(line.AsSpan(target));
            }
        }
    }

    private bool Along(int axis) => axis switch { 0 => alongX, 1 => alongY, _ => alongZ };

    // Low and high pass of the same inputs, each where it is wanted.
    private unsafe void Sum(T[] from, int[] order, int[] places, T[]? lowTo, T[]? highTo, int at, int length)
    {
        T* weights = stackalloc T[Taps], others = stackalloc T[Taps];
        var sources = stackalloc T*[Taps];
        fixed (T* input = from, lowOutput = lowTo, highOutput = highTo)
        {
            for (var t = 0; t < Taps; t++)
            {
                weights[t] = low[order[t]];
                others[t] = high[order[t]];
                sources[t] = input + places[t];
            }
            if (lowTo is not null && highTo is not null)
                TapKernel<T>.SumPair(sources, weights, others, Taps, lowOutput + at, highOutput + at, length);
            else if (lowTo is not null)
                TapKernel<T>.Sum(sources, weights, Taps, lowOutput + at, length);
            else if (highTo is not null)
                TapKernel<T>.Sum(sources, others, Taps, highOutput + at, length);
        }
    }

    // Along x all outputs share one order but those whose taps pass the end of the axis, which are computed again.
    private unsafe void SumAlongRow(T[] row, AxisExtent axis, bool highPass, Span<T> to, int[] order)
    {
        var filter = highPass ? high : low;
        var weights = stackalloc T[Taps];
        var sources = stackalloc T*[Taps];
        fixed (T* input = row, output = to)
        {
            for (var t = 0; t < Taps; t++)
            {
                weights[t] = filter[t];
                sources[t] = input + (Taps - 1 - t);
            }
            TapKernel<T>.Sum(sources, weights, Taps, output, to.Length);
            for (var x = 0; x < to.Length; x++)
            {
                var wrapped = AxisExtent.Wrap(axis.Start + x, axis.Period);
                var before = axis.Period - Taps / 2 - wrapped;
                if (before > 0)
                {
                    x += before - 1;
                    continue;
                }
                Order(axis.Start + x, axis, order);
                var sum = T.Zero;
                for (var t = 0; t < Taps; t++)
                    sum += filter[order[t]] * input[x + Taps - 1 - order[t]];
                output[x] = sum;
            }
        }
    }
}
