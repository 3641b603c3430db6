using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>Decodes the bit planes of a code-block (ISO/IEC 15444-1 annex D). Flags of the four rows of a stripe's column lie side by side,
/// so that one look tells whether there is anything to do.</summary>
internal sealed class BlockDecoder
{
    // Which neighbours are significant, the signs of the four nearest, and what the sample itself is.
    private const ushort Ne = 1,
        Se = 2,
        Sw = 4,
        Nw = 8,
        N = 0x10,
        E = 0x20,
        S = 0x40,
        W = 0x80,
        Others = 0xFF;
    private const ushort SignN = 0x100,
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
        .. Enumerable.Range(0, 4).Select(o => Enumerable.Range(0, 256).Select(f => ZeroContext(f, o)).ToArray()),
    ];
    private static readonly (byte Context, byte Flip)[] SignContexts = [.. Enumerable.Range(0, 256).Select(SignContext)];

    private readonly MqDecoder _mq = new();
    private ushort[] _flags = [];
    private byte[] _zero = [];
    private int _width, _height, _stride;
    private bool _causal;

    /// <summary>The decoded numbers, twice their value so that half a step fits in, row by row.</summary>
    public int[] Values { get; private set; } = [];

    /// <summary>Decodes a block.</summary>
    /// <param name="block">The block and its segments.</param>
    /// <param name="data">The tile's bytes that segments point into are copied here first.</param>
    /// <param name="orientation">0 LL, 1 HL, 2 LH, 3 HH.</param>
    /// <param name="style">The code-block style of COD.</param>
    /// <param name="shift">The region of interest's shift.</param>
    public void Decode(CodeBlock block, ReadOnlySpan<byte> data, int orientation, int style, int shift)
    {
        (_width, _height, _stride) = (block.Width, block.Height, 4 * (block.Width + 2));
        var stripes = (_height + 3) / 4;
        if (_flags.Length < (stripes + 2) * _stride)
            _flags = new ushort[(stripes + 2) * _stride];
        else
            _flags.AsSpan(0, (stripes + 2) * _stride).Clear();
        if (Values.Length < _width * _height)
            Values = new int[_width * _height];
        else
            Values.AsSpan(0, _width * _height).Clear();
        _zero = ZeroContexts[orientation];
        var (bypass, reset, causal, marked) = ((style & 1) != 0, (style & 2) != 0, (style & 8) != 0, (style & 32) != 0);
        _causal = causal;
        _mq.Reset();
        var (plane, kind) = (block.Planes + shift, 2);
        if (plane > 30)
            throw new CodecException(Invariant($"a code-block has {plane} bit planes, which are more than are read here"));
        foreach (var segment in block.Segments)
        {
            var bytes = new byte[segment.Length + 2];
            var at = 0;
            foreach (var (start, length) in segment.Parts)
            {
                data.Slice(start, length).CopyTo(bytes.AsSpan(at));
                at += length;
            }
            var raw = bypass && plane <= block.Planes + shift - 4 && kind < 2;
            if (raw)
                _mq.StartRaw(bytes, 0, segment.Length);
            else
                _mq.Start(bytes, 0, segment.Length);
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

    private void Significance(int value, bool raw)
    {
        var (a, c, count) = _mq.Registers;
        ref var states = ref _mq.FirstState;
        ref var zero = ref MemoryMarshal.GetArrayDataReference(_zero);
        for (int y = 0, stripe = _stride + 4; y < _height; y += 4, stripe += _stride)
        {
            var rows = Math.Min(4, _height - y);
            ref var column = ref _flags[stripe];
            for (var x = 0; x < _width; x++, column = ref Unsafe.Add(ref column, 4))
            {
                if ((Unsafe.As<ushort, ulong>(ref column) & Four * Others) == 0)
                    continue;
                for (var j = 0; j < rows; j++)
                {
                    ref var own = ref Unsafe.Add(ref column, j);
                    int flags = own;
                    if ((flags & Others) == 0 || (flags & (Significant | Visited)) != 0)
                        continue;
                    if (raw)
                    {
                        if (_mq.Raw() != 0)
                            Set(ref own, j, (y + j) * _width + x, value, _mq.Raw());
                    }
                    else if (_mq.Decode(ref Unsafe.Add(ref states, Unsafe.Add(ref zero, flags & Others)), ref a, ref c, ref count) != 0)
                    {
                        Set(ref own, j, (y + j) * _width + x, value, Sign(flags, ref states, ref a, ref c, ref count));
                    }
                    own |= Visited;
                }
            }
        }
        if (!raw)
            _mq.Registers = (a, c, count);
    }

    private void Refinement(int half, bool raw)
    {
        var (a, c, count) = _mq.Registers;
        ref var states = ref _mq.FirstState;
        ref var values = ref MemoryMarshal.GetArrayDataReference(Values);
        var width = _width;
        for (int y = 0, stripe = _stride + 4; y < _height; y += 4, stripe += _stride)
        {
            var rows = Math.Min(4, _height - y);
            ref var column = ref _flags[stripe];
            for (var x = 0; x < width; x++, column = ref Unsafe.Add(ref column, 4))
            {
                if ((Unsafe.As<ushort, ulong>(ref column) & Four * Significant) == 0)
                    continue;
                for (var j = 0; j < rows; j++)
                {
                    ref var own = ref Unsafe.Add(ref column, j);
                    int flags = own;
                    if ((flags & (Significant | Visited)) != Significant)
                        continue;
                    // No branches that nobody can foretell: the context, and the half step away from zero for a one, towards it for a zero.
                    var context = 14 + ((flags & Others) != 0 ? 1 : 0);
                    context += (16 - context) & -(flags >> 13 & 1);
                    var bit = raw ? _mq.Raw() : _mq.Decode(ref Unsafe.Add(ref states, context), ref a, ref c, ref count);
                    ref var sample = ref Unsafe.Add(ref values, (y + j) * width + x);
                    var sign = sample >> 31 ^ (bit - 1);
                    sample += (half ^ sign) - sign;
                    own = (ushort)(flags | Refined);
                }
            }
        }
        if (!raw)
            _mq.Registers = (a, c, count);
    }

    private void CleanUp(int value, bool marked)
    {
        var (a, c, count) = _mq.Registers;
        ref var states = ref _mq.FirstState;
        ref var zero = ref MemoryMarshal.GetArrayDataReference(_zero);
        for (int y = 0, stripe = _stride + 4; y < _height; y += 4, stripe += _stride)
        {
            var rows = Math.Min(4, _height - y);
            ref var column = ref _flags[stripe];
            for (var x = 0; x < _width; x++, column = ref Unsafe.Add(ref column, 4))
            {
                var word = Unsafe.As<ushort, ulong>(ref column);
                var j = 0;
                if (rows == 4 && (word & Four * (Others | Significant | Visited)) == 0)
                {
                    if (_mq.Decode(ref Unsafe.Add(ref states, RunContext), ref a, ref c, ref count) == 0)
                        continue;
                    j = _mq.Decode(ref Unsafe.Add(ref states, UniformContext), ref a, ref c, ref count) << 1;
                    j |= _mq.Decode(ref Unsafe.Add(ref states, UniformContext), ref a, ref c, ref count);
                    ref var first = ref Unsafe.Add(ref column, j);
                    Set(ref first, j, (y + j) * _width + x, value, Sign(first, ref states, ref a, ref c, ref count));
                    j++;
                }
                else if ((word & Four * (Significant | Visited)) != 0 && All(word, rows))
                {
                    j = rows;
                }
                for (; j < rows; j++)
                {
                    ref var own = ref Unsafe.Add(ref column, j);
                    int flags = own;
                    if (
                        (flags & (Significant | Visited)) == 0
                        && _mq.Decode(ref Unsafe.Add(ref states, Unsafe.Add(ref zero, flags & Others)), ref a, ref c, ref count) != 0
                    )
                        Set(ref own, j, (y + j) * _width + x, value, Sign(flags, ref states, ref a, ref c, ref count));
                }
                Unsafe.As<ushort, ulong>(ref column) &= ~(Four * Visited);
            }
        }
        if (marked)
        {
            for (var i = 0; i < 4; i++)
                _mq.Decode(ref Unsafe.Add(ref states, UniformContext), ref a, ref c, ref count);
        }
        _mq.Registers = (a, c, count);
    }

    private static bool All(ulong word, int rows)
    {
        var done = (word | word << 2) & Four * Visited; // significant or visited, at the place of visited
        return rows == 4 && done == Four * Visited;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Sign(int flags, ref uint states, ref uint a, ref uint c, ref int count)
    {
        // Which of N, E, S, W are significant, and their signs.
        var (context, flip) = SignContexts[(flags & (N | E | S | W)) | (flags >> 8 & 0xF)];
        return _mq.Decode(ref Unsafe.Add(ref states, context), ref a, ref c, ref count) ^ flip;
    }

    // A border of one column and one stripe lies round the block, so that every neighbour is there.
    private void Set(ref ushort own, int j, int sample, int value, int sign)
    {
        Values[sample] = (value ^ -sign) + sign;
        ref var above = ref Unsafe.Add(ref own, j > 0 ? -1 : 3 - _stride);
        ref var below = ref Unsafe.Add(ref own, j < 3 ? 1 : _stride - 3);
        var negative = -sign;
        if (j > 0 || !_causal)
        {
            Unsafe.Add(ref above, -4) |= Se;
            above |= (ushort)(S | SignS & negative);
            Unsafe.Add(ref above, 4) |= Sw;
        }
        Unsafe.Add(ref own, -4) |= (ushort)(E | SignE & negative);
        own |= Significant;
        Unsafe.Add(ref own, 4) |= (ushort)(W | SignW & negative);
        Unsafe.Add(ref below, -4) |= Ne;
        below |= (ushort)(N | SignN & negative);
        Unsafe.Add(ref below, 4) |= Nw;
    }

    private static byte ZeroContext(int flags, int orientation)
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

    private static (byte Context, byte Flip) SignContext(int key)
    {
        int Part(int neighbour, int sign) => (key & neighbour) == 0 ? 0 : (key & sign) != 0 ? -1 : 1;
        var h = Math.Clamp(Part(W, SignW >> 8) + Part(E, SignE >> 8), -1, 1);
        var v = Math.Clamp(Part(N, SignN >> 8) + Part(S, SignS >> 8), -1, 1);
        var flip = h < 0 || h == 0 && v < 0;
        if (flip)
            (h, v) = (-h, -v);
        return ((byte)(h == 1 ? 12 + v : 9 + v), flip ? (byte)1 : (byte)0);
    }

    private static int Bit(int flags, int bit) => (flags & bit) != 0 ? 1 : 0;
}
