using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>Decodes the bit planes of a code-block (ISO/IEC 15444-1 annex D). The flags of the four rows of a stripe's column are one
/// word, sixteen bits a row, so that one look tells whether there is anything to do, and a pass keeps the column it is at in a
/// register.</summary>
internal sealed class BlockDecoder
{
    // Which neighbours are significant, the signs of the four nearest, and what the sample itself is.
    private const ulong Ne = 1,
        Se = 2,
        Sw = 4,
        Nw = 8,
        N = 0x10,
        E = 0x20,
        S = 0x40,
        W = 0x80,
        Others = 0xFF;
    private const ulong SignN = 0x100,
        SignE = 0x200,
        SignS = 0x400,
        SignW = 0x800,
        Significant = 0x1000,
        Refined = 0x2000,
        Visited = 0x4000;
    private const ulong Four = 0x0001_0001_0001_0001;
    private const int RunContext = 17, UniformContext = 18;

    private static readonly byte[][] ZeroContexts =
    [
        .. Enumerable.Range(0, 4).Select(o => Enumerable.Range(0, 256).Select(f => ZeroContext((ulong)f, o)).ToArray()),
    ];

    // Twice the context plus the flip.
    private static readonly byte[] SignContexts = [.. Enumerable.Range(0, 256).Select(k => SignContext((ulong)k))];

    // What a sample in row 0 to 3 of a stripe that became significant tells its own column and those beside it; then the same for a
    // negative one.
    private static readonly ulong[] Own = Patterns(S, Significant, N, SignS, 0, SignN);
    private static readonly ulong[] Left = Patterns(Se, E, Ne, 0, SignE, 0);
    private static readonly ulong[] Right = Patterns(Sw, W, Nw, 0, SignW, 0);

    private readonly MqDecoder _mq = new();
    private ulong[] _flags = [];
    private byte[] _zero = [];
    private byte[] _bytes = [];
    private int[] _values = [];
    private int _width, _height, _stride;
    private bool _causal;

    /// <summary>The decoded numbers of a row of four, twice their value so that half a step fits in: number j of column x at 4 x + j, j
    /// being the row in its stripe.</summary>
    public ReadOnlySpan<int> Stripe(int index) => _values.AsSpan(4 * index * _width, 4 * _width);

    /// <summary>Decodes a block.</summary>
    /// <param name="block">The block and its segments.</param>
    /// <param name="data">The tile's bytes that segments point into.</param>
    /// <param name="orientation">0 LL, 1 HL, 2 LH, 3 HH.</param>
    /// <param name="style">The code-block style of COD.</param>
    /// <param name="shift">The region of interest's shift.</param>
    public void Decode(CodeBlock block, ReadOnlySpan<byte> data, int orientation, int style, int shift)
    {
        // A border of one column and one stripe lies round the block, so that every neighbour is there.
        (_width, _height, _stride) = (block.Width, block.Height, block.Width + 2);
        var stripes = (_height + 3) / 4;
        Clear(ref _flags, (stripes + 2) * _stride);
        Clear(ref _values, 4 * stripes * _width);
        _zero = ZeroContexts[orientation];
        var (bypass, reset, causal, marked) = ((style & 1) != 0, (style & 2) != 0, (style & 8) != 0, (style & 32) != 0);
        _causal = causal;
        _mq.Reset();
        var (plane, kind) = (block.Planes + shift, 2);
        if (plane > 30)
            throw new CodecException(Invariant($"a code-block has {plane} bit planes, which are more than are read here"));
        foreach (var segment in block.Segments)
        {
            if (_bytes.Length < segment.Length + MqDecoder.Margin)
                _bytes = new byte[segment.Length + MqDecoder.Margin];
            var at = 0;
            foreach (var (start, length) in segment.Parts)
            {
                data.Slice(start, length).CopyTo(_bytes.AsSpan(at));
                at += length;
            }
            var raw = bypass && plane <= block.Planes + shift - 4 && kind < 2;
            if (raw)
                _mq.StartRaw(_bytes, segment.Length);
            else
                _mq.Start(_bytes, segment.Length);
            for (var pass = 0; pass < segment.Passes && plane >= 1; pass++)
            {
                var (one, half) = (1 << plane, 1 << (plane - 1));
                if (kind == 0)
                    Significance(one | half, raw);
                else if (kind == 1)
                    Refinement(half, raw);
                else
                    CleanUp(one | half, marked);
                if (reset)
                    _mq.Reset();
                if (++kind == 3)
                    (kind, plane) = (0, plane - 1);
            }
        }
    }

    // Compiled in full at once: by the profile of its first blocks the runtime made all three passes slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Significance(int value, bool raw)
    {
        var (a, c) = _mq.Registers;
        ref var states = ref _mq.FirstState;
        ref var zero = ref MemoryMarshal.GetArrayDataReference(_zero);
        ref var sample = ref MemoryMarshal.GetArrayDataReference(_values);
        for (int y = 0, stripe = _stride + 1; y < _height; y += 4, stripe += _stride)
        {
            var rows = Rows(y);
            ref var column = ref _flags[stripe];
            ref var end = ref Unsafe.Add(ref column, _width);
            for (; !Unsafe.AreSame(ref column, ref end); column = ref Unsafe.Add(ref column, 1), sample = ref Unsafe.Add(ref sample, 4))
            {
                var word = column;
                var open = Open(word) & rows;
                if (open == 0)
                    continue;
                do
                {
                    var bit = BitOperations.TrailingZeroCount(open);
                    var flags = word >> bit;
                    var found = raw
                        ? _mq.Raw()
                        : _mq.Decode(ref Unsafe.Add(ref states, Unsafe.Add(ref zero, (int)(flags & Others))), ref a, ref c);
                    word |= Visited << bit;
                    open &= open - 1;
                    if (found == 0)
                        continue;
                    var sign = raw ? _mq.Raw() : Sign(flags, ref states, ref a, ref c);
                    word |= Tell(ref column, bit >> 4, sign);
                    Unsafe.Add(ref sample, bit >> 4) = (value ^ -sign) + sign;
                    // The row below has a neighbour now.
                    open = Open(word) & rows & ulong.MaxValue << bit << 16;
                } while (open != 0);
                column = word;
            }
        }
        if (!raw)
            _mq.Registers = (a, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Refinement(int half, bool raw)
    {
        var (a, c) = _mq.Registers;
        ref var states = ref _mq.FirstState;
        ref var sample = ref MemoryMarshal.GetArrayDataReference(_values);
        for (int y = 0, stripe = _stride + 1; y < _height; y += 4, stripe += _stride)
        {
            ref var column = ref _flags[stripe];
            ref var end = ref Unsafe.Add(ref column, _width);
            for (; !Unsafe.AreSame(ref column, ref end); column = ref Unsafe.Add(ref column, 1), sample = ref Unsafe.Add(ref sample, 4))
            {
                var word = column;
                var todo = (word & ~(word >> 2)) >> 12 & Four; // significant and not visited
                if (todo == 0)
                    continue;
                column = word | todo << 13;
                do
                {
                    var bit = BitOperations.TrailingZeroCount(todo);
                    var flags = (int)(word >> bit);
                    // No branches that nobody can foretell: the context, and the half step away from zero for a one, towards it for a zero.
                    var context = 14 + ((flags & (int)Others) != 0 ? 1 : 0);
                    context += (16 - context) & -(flags >> 13 & 1);
                    var found = raw ? _mq.Raw() : _mq.Decode(ref Unsafe.Add(ref states, context), ref a, ref c);
                    ref var own = ref Unsafe.Add(ref sample, bit >> 4);
                    var sign = own >> 31 ^ (found - 1);
                    own += (half ^ sign) - sign;
                    todo &= todo - 1;
                } while (todo != 0);
            }
        }
        if (!raw)
            _mq.Registers = (a, c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CleanUp(int value, bool marked)
    {
        var (a, c) = _mq.Registers;
        ref var states = ref _mq.FirstState;
        ref var zero = ref MemoryMarshal.GetArrayDataReference(_zero);
        ref var sample = ref MemoryMarshal.GetArrayDataReference(_values);
        for (int y = 0, stripe = _stride + 1; y < _height; y += 4, stripe += _stride)
        {
            var rows = Rows(y);
            ref var column = ref _flags[stripe];
            ref var end = ref Unsafe.Add(ref column, _width);
            for (; !Unsafe.AreSame(ref column, ref end); column = ref Unsafe.Add(ref column, 1), sample = ref Unsafe.Add(ref sample, 4))
            {
                var word = column;
                var todo = ~(word >> 12 | word >> 14) & rows; // neither significant nor visited
                if (rows == Four && (word & Four * (Others | Significant | Visited)) == 0)
                {
                    if (_mq.Decode(ref Unsafe.Add(ref states, RunContext), ref a, ref c) == 0)
                        continue;
                    var j = _mq.Decode(ref Unsafe.Add(ref states, UniformContext), ref a, ref c) << 1;
                    j |= _mq.Decode(ref Unsafe.Add(ref states, UniformContext), ref a, ref c);
                    var sign = Sign(word >> (16 * j), ref states, ref a, ref c);
                    word |= Tell(ref column, j, sign);
                    Unsafe.Add(ref sample, j) = (value ^ -sign) + sign;
                    todo = Four << (16 * j) << 16;
                }
                for (; todo != 0; todo &= todo - 1)
                {
                    var bit = BitOperations.TrailingZeroCount(todo);
                    var flags = word >> bit;
                    ref var state = ref Unsafe.Add(ref states, Unsafe.Add(ref zero, (int)(flags & Others)));
                    if (_mq.Decode(ref state, ref a, ref c) == 0)
                        continue;
                    var sign = Sign(flags, ref states, ref a, ref c);
                    word |= Tell(ref column, bit >> 4, sign);
                    Unsafe.Add(ref sample, bit >> 4) = (value ^ -sign) + sign;
                }
                column = word & ~(Four * Visited);
            }
        }
        if (marked)
        {
            for (var i = 0; i < 4; i++)
                _mq.Decode(ref Unsafe.Add(ref states, UniformContext), ref a, ref c);
        }
        _mq.Registers = (a, c);
    }

    // The lowest bit of each row that a stripe has.
    private ulong Rows(int y) => _height - y >= 4 ? Four : Four >> (16 * (4 - _height + y));

    // The lowest bit of each row that is not significant but has a neighbour that is.
    private static ulong Open(ulong word) => ((word & Four * Others) + Four * Others) >> 8 & ~(word >> 12) & Four;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Sign(ulong flags, ref uint states, ref uint a, ref ulong c)
    {
        // Which of N, E, S, W are significant, and their signs.
        var key = (int)((flags & (N | E | S | W)) | (flags >> 8 & 0xF));
        int found = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(SignContexts), key);
        return _mq.Decode(ref Unsafe.Add(ref states, found >> 1), ref a, ref c) ^ (found & 1);
    }

    // Tells the neighbours of row j of a column that it is significant; gives what the column itself is to be told.
    private ulong Tell(ref ulong column, int j, int sign)
    {
        var kind = 4 * sign + j;
        Unsafe.Add(ref column, -1) |= Left[kind];
        Unsafe.Add(ref column, 1) |= Right[kind];
        ulong negative = (ulong)-sign;
        if (j == 0 && !_causal)
        {
            ref var above = ref Unsafe.Add(ref column, -_stride);
            Unsafe.Add(ref above, -1) |= Se << 48;
            above |= (S | SignS & negative) << 48;
            Unsafe.Add(ref above, 1) |= Sw << 48;
        }
        else if (j == 3)
        {
            ref var below = ref Unsafe.Add(ref column, _stride);
            Unsafe.Add(ref below, -1) |= Ne;
            below |= N | SignN & negative;
            Unsafe.Add(ref below, 1) |= Nw;
        }
        return Own[kind];
    }

    private static ulong[] Patterns(ulong above, ulong same, ulong below, ulong signAbove, ulong signSame, ulong signBelow)
    {
        var patterns = new ulong[8];
        for (var j = 0; j < 4; j++)
        {
            patterns[j] = Placed(above, same, below, j);
            patterns[4 + j] = Placed(above | signAbove, same | signSame, below | signBelow, j);
        }
        return patterns;
    }

    // Three rows' flags, the middle one in row j; what falls out of the word belongs to another stripe.
    private static ulong Placed(ulong above, ulong same, ulong below, int j)
    {
        var rows = above | same << 16 | below << 32;
        return j == 0 ? rows >> 16 : rows << (16 * (j - 1));
    }

    private static void Clear<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            array = new T[length];
        else
            array.AsSpan(0, length).Clear();
    }

    private static byte ZeroContext(ulong flags, int orientation)
    {
        var h = Bit(flags, W) + Bit(flags, E);
        var v = Bit(flags, N) + Bit(flags, S);
        var d = Bit(flags, Ne) + Bit(flags, Se) + Bit(flags, Sw) + Bit(flags, Nw);
        if (orientation == 1)
            (h, v) = (v, h);
        if (orientation == 3)
        {
            var both = h + v;
            return (byte)(d >= 3 ? 8 : d == 2 ? both >= 1 ? 7 : 6 : d == 1 ? both >= 2 ? 5 : both == 1 ? 4 : 3 : Math.Min(both, 2));
        }
        return (byte)(h == 2 ? 8 : h == 1 ? v >= 1 ? 7 : d >= 1 ? 6 : 5 : v == 2 ? 4 : v == 1 ? 3 : Math.Min(d, 2));
    }

    private static byte SignContext(ulong key)
    {
        int Part(ulong neighbour, ulong sign) => (key & neighbour) == 0 ? 0 : (key & sign) != 0 ? -1 : 1;
        var h = Math.Clamp(Part(W, SignW >> 8) + Part(E, SignE >> 8), -1, 1);
        var v = Math.Clamp(Part(N, SignN >> 8) + Part(S, SignS >> 8), -1, 1);
        var flip = h < 0 || h == 0 && v < 0;
        if (flip)
            (h, v) = (-h, -v);
        return (byte)(2 * (h == 1 ? 12 + v : 9 + v) + (flip ? 1 : 0));
    }

    private static int Bit(ulong flags, ulong bit) => (flags & bit) != 0 ? 1 : 0;
}
