using System.Numerics;
using System.Runtime.CompilerServices;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The scan of a JPEG-LS image: median prediction with contexts of three gradients, and runs where all three are flat (annex
/// A).</summary>
internal sealed class JpegLsScan
{
    private const int Regular = 365;

    private static ReadOnlySpan<byte> RunBits =>
        [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    private readonly int _most, _near, _step, _range, _wide, _limit, _reset;
    private readonly sbyte[] _levels;
    private readonly Context[] _contexts = new Context[Regular + 2];
    private int _run;

    /// <summary>Sets a scan up.</summary>
    /// <param name="precision">Bits a sample.</param>
    /// <param name="near">How far a sample may be off.</param>
    /// <param name="preset">MAXVAL, T1, T2, T3 and RESET, 0 where the default counts; <see langword="null"/> for all defaults.</param>
    public JpegLsScan(int precision, int near, int[]? preset)
    {
        _most = preset is [> 0 and var most, ..] ? most : (1 << precision) - 1;
        _near = near;
        if (_most >= 1 << precision || near > Math.Min(255, _most / 2))
            throw new CodecException(Invariant($"its JPEG-LS parameters (MAXVAL {_most}, NEAR {near}) do not fit {precision} bits"));
        _step = 2 * near + 1;
        _range = (_most + 2 * near) / _step + 1;
        _wide = Bits(_range);
        var bits = Math.Max(2, Bits(_most + 1));
        _limit = 2 * (bits + Math.Max(8, bits));
        var (t1, t2, t3) = Thresholds();
        (t1, t2, t3) = preset is null
            ? (t1, t2, t3)
            : (preset[1] > 0 ? preset[1] : t1, preset[2] > 0 ? preset[2] : t2, preset[3] > 0 ? preset[3] : t3);
        _reset = preset is [_, _, _, _, > 0 and var reset] ? reset : 64;
        if (t1 > t2 || t2 > t3 || t3 > _most || _reset < 3)
            throw new CodecException("its JPEG-LS thresholds are damaged");
        _levels = new sbyte[2 * _most + 1];
        for (var d = -_most; d <= _most; d++)
        {
            _levels[d + _most] = (sbyte)(
                d <= -t3 ? -4
                : d <= -t2 ? -3
                : d <= -t1 ? -2
                : d < -near ? -1
                : d <= near ? 0
                : d < t1 ? 1
                : d < t2 ? 2
                : d < t3 ? 3
                : 4
            );
        }
        Array.Fill(_contexts, new Context { A = Math.Max(2, (_range + 32) / 64), N = 1 });
    }

    public void Decode(ReadOnlySpan<byte> coded, Span<ushort> samples, int width)
    {
        var bits = new JpegLsBits(coded);
        // One sample of margin left and right.
        var (above, row) = (new int[width + 2], new int[width + 2]);
        for (var done = 0; done < samples.Length; done += width)
        {
            above[width + 1] = above[width];
            row[0] = above[1];
            Line(ref bits, above, row, width);
            if (bits.IsOverrun)
                throw new CodecException(Invariant($"the JPEG-LS image ends in row {done / width + 1}"));
            var target = samples.Slice(done, width);
            for (var x = 0; x < target.Length; x++)
                target[x] = (ushort)row[x + 1];
            (above, row) = (row, above);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Line(ref JpegLsBits bits, int[] above, int[] row, int width)
    {
        var (levels, contexts, most, zeros) = (_levels, _contexts, _most, _limit - _wide - 1);
        // Whole numbers of as many bits as there are: what is past the end comes in again at the start.
        var exact = _near == 0 && _range == most + 1 && (_range & most) == 0;
        int a = row[0], b = above[1], c = above[0];
        var own = bits; // in registers
        for (var x = 1; x <= width;)
        {
            var d = above[x + 1];
            var q = 81 * levels[d - b + most] + 9 * levels[b - c + most] + levels[c - a + most];
            if (q == 0)
            {
                bits = own;
                x = Run(ref bits, above, row, x, width, a);
                own = bits;
                if (x > width)
                    return;
                (a, b, c) = (row[x - 1], above[x], above[x - 1]);
                continue;
            }
            var sign = q >> 31;
            ref var context = ref contexts[(q ^ sign) - sign];
            var predicted = Math.Max(Math.Min(a, b), Math.Min(a + b - c, Math.Max(a, b)));
            predicted = Math.Max(0, Math.Min(predicted + ((context.C ^ sign) - sign), most));
            var k = Parameter(context.A, context.N);
            if (!own.TryGolomb(k, zeros, out var mapped))
            {
                bits = own;
                mapped = bits.Golomb(k, _limit, _wide);
                own = bits;
            }
            var error = (mapped >> 1) ^ -(mapped & 1);
            if (k == 0 && _near == 0 && 2 * context.B <= -context.N)
                error = ~error;
            context.Add(error, _step, _reset);
            error = (error ^ sign) - sign;
            a = exact ? (predicted + error) & most : Reconstruct(predicted, error);
            row[x] = a;
            (c, b) = (b, d);
            x++;
        }
        bits = own;
    }

    // The smallest k for which n 2^k is not below a.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Parameter(int a, int n)
    {
        var k = Math.Max(0, BitOperations.LeadingZeroCount((uint)n) - BitOperations.LeadingZeroCount((uint)a));
        k += (n << k) - a >> 31 & 1;
        return k <= 24 ? k : throw new CodecException("a JPEG-LS context is out of range");
    }

    // Fills a run with the sample before it and decodes the one that ends it; gives the next place.
    private int Run(ref JpegLsBits bits, int[] above, int[] row, int x, int width, int value)
    {
        while (bits.Bit() == 1)
        {
            var full = 1 << RunBits[_run];
            var length = Math.Min(full, width + 1 - x);
            row.AsSpan(x, length).Fill(value);
            x += length;
            if (length == full && _run < 31)
                _run++;
            if (x > width)
                return x;
            if (bits.IsOverrun)
                throw new CodecException("the JPEG-LS image ends within a run");
        }
        var rest = bits.Bits(RunBits[_run]);
        if (rest > width - x)
            throw new CodecException("a JPEG-LS run is longer than its row");
        row.AsSpan(x, rest).Fill(value);
        x += rest;
        row[x] = Interruption(ref bits, value, above[x]);
        if (_run > 0)
            _run--;
        return x + 1;
    }

    private int Interruption(ref JpegLsBits bits, int a, int b)
    {
        var alike = Math.Abs(a - b) <= _near ? 1 : 0;
        ref var context = ref _contexts[Regular + alike];
        var size = alike == 0 ? context.A : context.A + (context.N >> 1);
        var k = Parameter(size, context.N);
        var mapped = bits.Golomb(k, _limit - RunBits[_run] - 1, _wide);
        var total = mapped + alike;
        var odd = (total & 1) != 0;
        // Here B counts the negative errors.
        var error = (k != 0 || 2 * context.B >= context.N) == odd ? -((total + 1) >> 1) : (total + 1) >> 1;
        if (error < 0)
            context.B++;
        context.A += (mapped + 1 - alike) >> 1;
        if (context.N == _reset)
            (context.A, context.N, context.B) = (context.A >> 1, context.N >> 1, context.B >> 1);
        context.N++;
        return alike == 1 ? Reconstruct(a, error) : Reconstruct(b, b < a ? -error : error);
    }

    private int Reconstruct(int predicted, int error)
    {
        var value = predicted + error * _step;
        if (value < -_near)
            value += _range * _step;
        else if (value > _most + _near)
            value -= _range * _step;
        return Math.Clamp(value, 0, _most);
    }

    private (int T1, int T2, int T3) Thresholds()
    {
        if (_most >= 128)
        {
            var factor = (Math.Min(_most, 4095) + 128) / 256;
            var t1 = Held(factor + 2 + 3 * _near, _near + 1);
            var t2 = Held(4 * factor + 3 + 5 * _near, t1);
            return (t1, t2, Held(17 * factor + 4 + 7 * _near, t2));
        }
        var divisor = 256 / (_most + 1);
        var low = Held(Math.Max(2, 3 / divisor + 3 * _near), _near + 1);
        var middle = Held(Math.Max(3, 7 / divisor + 5 * _near), low);
        return (low, middle, Held(Math.Max(4, 21 / divisor + 7 * _near), middle));

        int Held(int value, int least) => value > _most || value < least ? least : value;
    }

    private static int Bits(int values) => values <= 1 ? 0 : BitOperations.Log2((uint)values - 1) + 1;

    private struct Context
    {
        public int A, B, C, N;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(int error, int step, int reset)
        {
            A += Math.Abs(error);
            B += error * step;
            if (N == reset)
                (A, B, N) = (A >> 1, B >> 1, N >> 1);
            N++;
            // Without branches that nobody can foretell: all ones where B is at or below -N, and where it is above 0.
            var (low, high) = (B + N - 1 >> 31, -B >> 31);
            B = Math.Max(1 - N, Math.Min(B + (N & low) - (N & high), 0));
            C = Math.Max(-128, Math.Min(C + low - high, 127));
        }
    }
}
