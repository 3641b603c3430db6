using System.Numerics;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>Decodes one tile of one component: its packets, code-blocks and wavelets.</summary>
internal static class Jpeg2000Decoder
{
    // So many code-blocks or precincts no image needs that fits into memory; a header may ask for them.
    private const int MostPieces = 1 << 22;

    /// <summary>The tile's samples, row by row, before the level shift.</summary>
    public static int[] Decode(Jpeg2000Style style, byte[] data, int x0, int y0, int x1, int y1, int precision)
    {
        var resolutions = Lay(style, x0, y0, x1, y1, precision);
        ReadPackets(style, resolutions, data);
        var decoder = new BlockDecoder();
        var (width, height) = (x1 - x0, y1 - y0);
        if (style.IsReversible)
        {
            var samples = new int[width * height];
            Blocks(style, resolutions, data, decoder, width, new Whole(samples));
            for (var r = 1; r < resolutions.Length; r++)
                Wavelet53.Invert(samples, width, resolutions[r]);
            return samples;
        }
        var fractions = new float[width * height];
        Blocks(style, resolutions, data, decoder, width, new Stepped(fractions));
        for (var r = 1; r < resolutions.Length; r++)
            Wavelet97.Invert(fractions, width, resolutions[r]);
        return Array.ConvertAll(fractions, v => (int)MathF.Round(Math.Clamp(v, -1e9f, 1e9f)));
    }

    private static void Blocks<TStore>(
        Jpeg2000Style style,
        Resolution[] resolutions,
        byte[] data,
        BlockDecoder decoder,
        int width,
        TStore store
    )
        where TStore : struct, IStore
    {
        for (var r = 0; r < resolutions.Length; r++)
        {
            foreach (var band in resolutions[r].Bands)
            {
                // A high-pass band lies beside or below the smaller image.
                var left = (band.Orientation & 1) != 0 ? resolutions[r - 1].Width : 0;
                var top = (band.Orientation & 2) != 0 ? resolutions[r - 1].Height : 0;
                foreach (var block in band.Precincts.SelectMany(p => p.Blocks))
                {
                    if (block.Segments.Count == 0)
                        continue;
                    decoder.Decode(block, data, band.Orientation, style.BlockStyle, style.Shift);
                    for (var y = 0; y < block.Height; y++)
                    {
                        var at = (top + block.Y - band.Y0 + y) * width + left + block.X - band.X0;
                        store.Row(decoder.Stripe(y >> 2)[(y & 3)..], at, block.Width, band.Step, style.Shift);
                    }
                }
            }
        }
    }

    // Takes a region of interest's shift back.
    private static int Unshifted(int value, int shift) =>
        shift > 0 && Math.Abs(value) >= 1 << shift ? Math.Sign(value) * (Math.Abs(value) >> shift) : value;

    private static Resolution[] Lay(Jpeg2000Style style, int x0, int y0, int x1, int y1, int precision)
    {
        if (style.Steps.Length < 3 * style.Levels + 1 || style.Layers == 0)
            throw new CodecException("its coding or quantisation marker is missing or too short");
        var resolutions = new Resolution[style.Levels + 1];
        long pieces = 0;
        for (var r = 0; r <= style.Levels; r++)
        {
            var down = style.Levels - r;
            var (rx0, ry0, rx1, ry1) = (Up(x0, down), Up(y0, down), Up(x1, down), Up(y1, down));
            var (px, py) = style.Precincts[r];
            if (r > 0 && (px == 0 || py == 0))
                throw new CodecException("a precinct is smaller than two samples");
            var across = rx1 > rx0 ? Up(rx1, px) - (rx0 >> px) : 0;
            var along = ry1 > ry0 ? Up(ry1, py) - (ry0 >> py) : 0;
            pieces += (long)across * along;
            if (pieces > MostPieces)
                throw new CodecException("it has more precincts than an image needs");
            var bands = new SubBand[r == 0 ? 1 : 3];
            for (var b = 0; b < bands.Length; b++)
            {
                var orientation = r == 0 ? 0 : b + 1;
                var level = r == 0 ? style.Levels : style.Levels - r + 1;
                var (ox, oy) = (orientation & 1, orientation >> 1);
                var (bx0, by0, bx1, by1) = (Up(x0, level, ox), Up(y0, level, oy), Up(x1, level, ox), Up(y1, level, oy));
                var (exponent, mantissa) = style.Steps[r == 0 ? 0 : 3 * (r - 1) + 1 + b];
                var grids = new BlockGrid[across * along];
                var (bpx, bpy) = r == 0 ? (px, py) : (px - 1, py - 1);
                var (cx, cy) = (Math.Min(style.BlockBitsX, bpx), Math.Min(style.BlockBitsY, bpy));
                for (var i = 0; i < grids.Length; i++)
                {
                    var (column, row) = ((rx0 >> px) + i % across, (ry0 >> py) + i / across);
                    grids[i] = Grid(
                        Math.Max(bx0, Shifted(column, bpx)),
                        Math.Max(by0, Shifted(row, bpy)),
                        Math.Min(bx1, Shifted(column + 1, bpx)),
                        Math.Min(by1, Shifted(row + 1, bpy)),
                        cx,
                        cy,
                        ref pieces
                    );
                }
                var step = style.IsReversible ? 1 : (float)((1 + mantissa / 2048.0) * Math.Pow(2, precision - exponent));
                bands[b] = new SubBand(orientation, bx0, by0, style.Guard + exponent - 1, step, grids);
            }
            resolutions[r] = new Resolution(rx0, ry0, rx1, ry1, px, py, across, along, bands);
        }
        return resolutions;
    }

    private static BlockGrid Grid(int x0, int y0, int x1, int y1, int cx, int cy, ref long pieces)
    {
        if (x1 <= x0 || y1 <= y0)
            return new BlockGrid([], 1);
        var (firstX, firstY) = (x0 >> cx, y0 >> cy);
        var (across, down) = (Up(x1, cx) - firstX, Up(y1, cy) - firstY);
        pieces += (long)across * down;
        if (pieces > MostPieces)
            throw new CodecException("it has more code-blocks than an image needs");
        var blocks = new CodeBlock[across * down];
        for (var i = 0; i < blocks.Length; i++)
        {
            var (column, row) = (firstX + i % across, firstY + i / across);
            var (bx, by) = (Math.Max(x0, column << cx), Math.Max(y0, row << cy));
            blocks[i] = new CodeBlock(bx, by, Math.Min(x1, (column + 1) << cx) - bx, Math.Min(y1, (row + 1) << cy) - by);
        }
        return new BlockGrid(blocks, across);
    }

    private static void ReadPackets(Jpeg2000Style style, Resolution[] resolutions, byte[] data)
    {
        var at = 0;
        foreach (var (r, precinct, layer) in Order(style, resolutions))
            at = ReadPacket(style, resolutions[r], precinct, layer, data, at);
    }

    // The order of packets (section B.12), for one component.
    private static IEnumerable<(int Resolution, int Precinct, int Layer)> Order(Jpeg2000Style style, Resolution[] resolutions)
    {
        switch (style.Progression)
        {
            case 0:
                for (var l = 0; l < style.Layers; l++)
                {
                    for (var r = 0; r < resolutions.Length; r++)
                    {
                        for (var p = 0; p < resolutions[r].PrecinctsAcross * resolutions[r].PrecinctsDown; p++)
                            yield return (r, p, l);
                    }
                }
                break;
            case 1:
                for (var r = 0; r < resolutions.Length; r++)
                {
                    for (var l = 0; l < style.Layers; l++)
                    {
                        for (var p = 0; p < resolutions[r].PrecinctsAcross * resolutions[r].PrecinctsDown; p++)
                            yield return (r, p, l);
                    }
                }
                break;
            case 2:
                for (var r = 0; r < resolutions.Length; r++)
                {
                    for (var p = 0; p < resolutions[r].PrecinctsAcross * resolutions[r].PrecinctsDown; p++)
                    {
                        for (var l = 0; l < style.Layers; l++)
                            yield return (r, p, l);
                    }
                }
                break;
            case 3 or 4:
                var places = new List<(long Y, long X, int R, int P)>();
                for (var r = 0; r < resolutions.Length; r++)
                {
                    var one = resolutions[r];
                    var down = resolutions.Length - 1 - r;
                    for (var p = 0; p < one.PrecinctsAcross * one.PrecinctsDown; p++)
                    {
                        var (column, row) = (
                            (one.X0 >> one.PrecinctBitsX) + p % one.PrecinctsAcross,
                            (one.Y0 >> one.PrecinctBitsY) + p / one.PrecinctsAcross
                        );
                        places.Add(
                            (
                                Math.Max((long)row << one.PrecinctBitsY, one.Y0) << down,
                                Math.Max((long)column << one.PrecinctBitsX, one.X0) << down,
                                r,
                                p
                            )
                        );
                    }
                }
                places.Sort();
                foreach (var (_, _, r, p) in places)
                {
                    for (var l = 0; l < style.Layers; l++)
                        yield return (r, p, l);
                }
                break;
            default:
                throw new CodecException(Invariant($"its progression order {style.Progression} does not exist"));
        }
    }

    private static int ReadPacket(Jpeg2000Style style, Resolution resolution, int precinct, int layer, byte[] data, int at)
    {
        // The marker of a packet's start may be there or not, whatever the header says.
        if (at + 6 <= data.Length && data[at] == 0xFF && data[at + 1] == 0x91)
            at += 6;
        var bits = new PacketBits(data, at);
        var chunks = new List<(CodeBlock Block, CodeSegment Segment, int Passes, int Length)>();
        if (bits.Bit() != 0)
        {
            foreach (var band in resolution.Bands)
            {
                var grid = band.Precincts[precinct];
                for (var i = 0; i < grid.Blocks.Length; i++)
                    ReadBlock(style, band, grid, i, layer, ref bits, chunks);
            }
        }
        at = bits.End();
        if (at + 2 <= data.Length && data[at] == 0xFF && data[at + 1] == 0x92)
            at += 2;
        foreach (var (block, segment, passes, length) in chunks)
        {
            if (length > data.Length - at)
                throw new CodecException("the JPEG 2000 image ends within a packet");
            segment.Add(passes, at, length);
            at += length;
        }
        return at;
    }

    private static void ReadBlock(
        Jpeg2000Style style,
        SubBand band,
        BlockGrid grid,
        int index,
        int layer,
        ref PacketBits bits,
        List<(CodeBlock, CodeSegment, int, int)> chunks
    )
    {
        var block = grid.Blocks[index];
        var (x, y) = (index % grid.Width, index / grid.Width);
        if (!(block.IsIncluded ? bits.Bit() != 0 : grid.Inclusion.IsBelow(ref bits, x, y, layer + 1)))
            return;
        if (!block.IsIncluded)
        {
            var missing = 1;
            while (!grid.Planes.IsBelow(ref bits, x, y, missing))
            {
                if (++missing > 80)
                    throw new CodecException("a code-block has more empty bit planes than there are");
            }
            block.IsIncluded = true;
            block.Planes = band.Planes - (missing - 1);
            if (block.Planes < 0)
                throw new CodecException("a code-block has more empty bit planes than there are");
        }
        var passes = Passes(ref bits);
        while (bits.Bit() != 0)
        {
            if (++block.LengthBits > 31)
                throw new CodecException("a code-block's length is out of range");
        }
        var pending = block.Segments.Count > 0 ? block.Segments[^1].Passes : 0;
        while (passes > 0)
        {
            if (block.Segments.Count == 0 || pending >= block.Segments[^1].Most)
            {
                block.Segments.Add(new CodeSegment(Most(style, block.Segments)));
                pending = 0;
            }
            var segment = block.Segments[^1];
            var some = Math.Min(passes, segment.Most - pending);
            var width = block.LengthBits + BitOperations.Log2((uint)some);
            if (width > 31)
                throw new CodecException("a code-block's length is out of range");
            chunks.Add((block, segment, some, bits.Bits(width)));
            pending += some;
            passes -= some;
        }
    }

    // How many passes the next segment takes: one where each is terminated; ten and then two and one by turns where some bypass the
    // arithmetic coder; else all.
    private static int Most(Jpeg2000Style style, List<CodeSegment> before)
    {
        if ((style.BlockStyle & 4) != 0)
            return 1;
        if ((style.BlockStyle & 1) != 0)
            return before.Count == 0 ? 10 : before[^1].Most is 1 or 10 ? 2 : 1;
        return int.MaxValue;
    }

    private static int Passes(ref PacketBits bits)
    {
        if (bits.Bit() == 0)
            return 1;
        if (bits.Bit() == 0)
            return 2;
        var more = bits.Bits(2);
        if (more < 3)
            return 3 + more;
        more = bits.Bits(5);
        return more < 31 ? 6 + more : 37 + bits.Bits(7);
    }

    private static int Up(int value, int bits) => bits > 30 ? value > 0 ? 1 : 0 : (int)(((long)value + (1L << bits) - 1) >> bits);

    private static int Up(int value, int level, int odd) =>
        level == 0 ? value
        : level > 31 ? 0
        : (int)(((long)value - ((long)odd << (level - 1)) + (1L << level) - 1) >> level);

    private static int Shifted(int value, int bits) => (int)Math.Min((long)value << bits, int.MaxValue);

    /// <summary>Where the numbers of a code-block's row go: every fourth of those given.</summary>
    private interface IStore
    {
        void Row(ReadOnlySpan<int> values, int at, int width, float step, int shift);
    }

    private readonly struct Whole(int[] samples) : IStore
    {
        public void Row(ReadOnlySpan<int> values, int at, int width, float step, int shift)
        {
            var row = samples.AsSpan(at, width);
            for (var x = 0; x < row.Length; x++)
                row[x] = Unshifted(values[4 * x], shift) / 2;
        }
    }

    private readonly struct Stepped(float[] samples) : IStore
    {
        public void Row(ReadOnlySpan<int> values, int at, int width, float step, int shift)
        {
            var row = samples.AsSpan(at, width);
            for (var x = 0; x < row.Length; x++)
                row[x] = Unshifted(values[4 * x], shift) * (0.5f * step);
        }
    }
}
