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
        for (int y = 0, stripe = _stride + 4; y < _height; y += 4, stripe += _stride)
        {
            var rows = Math.Min(4, _height - y);
            for (var x = 0; x < _width; x++)
            {
                var at = stripe + 4 * x;
                if ((Word(at) & Four * Others) == 0)
                    continue;
                for (var j = 0; j < rows; j++)
                {
                    var flags = _flags[at + j];
                    if ((flags & Others) == 0 || (flags & (Significant | Visited)) != 0)
                        continue;
                    if ((raw ? _mq.Raw() : _mq.Decode(_zero[flags & Others])) != 0)
                        Set(at, j, (y + j) * _width + x, value, raw ? _mq.Raw() : Sign(flags));
                    _flags[at + j] |= Visited;
                }
            }
        }
    }

    private void Refinement(int half, bool raw)
    {
        for (int y = 0, stripe = _stride + 4; y < _height; y += 4, stripe += _stride)
        {
            var rows = Math.Min(4, _height - y);
            for (var x = 0; x < _width; x++)
            {
                var at = stripe + 4 * x;
                if ((Word(at) & Four * Significant) == 0)
                    continue;
                for (var j = 0; j < rows; j++)
                {
                    var flags = _flags[at + j];
                    if ((flags & (Significant | Visited)) != Significant)
                        continue;
                    var context = (flags & Refined) != 0 ? 16 : (flags & Others) != 0 ? 15 : 14;
                    var bit = raw ? _mq.Raw() : _mq.Decode(context);
                    ref var sample = ref Values[(y + j) * _width + x];
                    sample += (bit != 0) == (sample >= 0) ? half : -half;
                    _flags[at + j] |= Refined;
                }
            }
        }
    }

    private void CleanUp(int value, bool marked)
    {
        for (int y = 0, stripe = _stride + 4; y < _height; y += 4, stripe += _stride)
        {
            var rows = Math.Min(4, _height - y);
            for (var x = 0; x < _width; x++)
            {
                var at = stripe + 4 * x;
                var word = Word(at);
                var j = 0;
                if (rows == 4 && (word & Four * (Others | Significant | Visited)) == 0)
                {
                    if (_mq.Decode(RunContext) == 0)
                        continue;
                    j = _mq.Decode(UniformContext) << 1;
                    j |= _mq.Decode(UniformContext);
                    Set(at, j, (y + j) * _width + x, value, Sign(_flags[at + j]));
                    j++;
                }
                else if ((word & Four * (Significant | Visited)) != 0 && All(word, rows))
                {
                    j = rows;
                }
                for (; j < rows; j++)
                {
                    var flags = _flags[at + j];
                    if ((flags & (Significant | Visited)) == 0 && _mq.Decode(_zero[flags & Others]) != 0)
                        Set(at, j, (y + j) * _width + x, value, Sign(flags));
                }
                ref var four = ref Unsafe.As<ushort, ulong>(ref _flags[at]);
                four &= ~(Four * Visited);
            }
        }
        if (marked)
        {
            for (var i = 0; i < 4; i++)
                _mq.Decode(UniformContext);
        }
    }

    private static bool All(ulong word, int rows)
    {
        var done = (word | word << 2) & Four * Visited; // significant or visited, at the place of visited
        return rows == 4 && done == Four * Visited;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Word(int at) => MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(_flags.AsSpan(at, 4)));

    private int Sign(ushort flags)
    {
        // Which of N, E, S, W are significant, and their signs.
        var (context, flip) = SignContexts[(flags & (N | E | S | W)) | (flags >> 8 & 0xF)];
        return _mq.Decode(context) ^ flip;
    }

    private void Set(int at, int j, int sample, int value, int sign)
    {
        Values[sample] = sign != 0 ? -value : value;
        var flags = _flags;
        var own = at + j;
        var above = j > 0 ? own - 1 : own - _stride + 3;
        var below = j < 3 ? own + 1 : own + _stride - 3;
        var negative = -sign;
        if (j > 0 || !_causal)
        {
            flags[above - 4] |= Se;
            flags[above] |= (ushort)(S | SignS & negative);
            flags[above + 4] |= Sw;
        }
        flags[own - 4] |= (ushort)(E | SignE & negative);
        flags[own] |= Significant;
        flags[own + 4] |= (ushort)(W | SignW & negative);
        flags[below - 4] |= Ne;
        flags[below] |= (ushort)(N | SignN & negative);
        flags[below + 4] |= Nw;
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
