using System.Buffers.Binary;

namespace Radiomics.Reporting.Drawing;

/// <summary>
/// The widths and outlines of an embedded TrueType font, so that text is measured and drawn alike on every machine, with or without fonts
/// of its own.
/// Tables as in the OpenType specification: head, maxp, hhea, hmtx, cmap (format 4), loca, glyf. No kerning, no hinting.
/// </summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] _data;
    private readonly Dictionary<string, int> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lengths = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Pt[][]> _outlines = [];
    private readonly int _metrics;
    private readonly bool _longOffsets;
    private readonly int _cmap;

    private TrueTypeFont(byte[] data)
    {
        _data = data;
        for (var i = 0; i < U16(4); i++)
        {
            var record = 12 + (16 * i);
            var tag = System.Text.Encoding.ASCII.GetString(data, record, 4);
            (_tables[tag], _lengths[tag]) = ((int)U32(record + 8), (int)U32(record + 12));
        }
        UnitsPerEm = U16(_tables["head"] + 18);
        _longOffsets = U16(_tables["head"] + 50) != 0;
        _metrics = U16(_tables["hhea"] + 34);
        var cmap = _tables["cmap"];
        for (var i = 0; i < U16(cmap + 2) && _cmap == 0; i++)
        {
            var table = cmap + (int)U32(cmap + 8 + (8 * i));
            _cmap = U16(table) == 4 ? table : 0;
        }
    }

    public static TrueTypeFont Regular { get; } = Load("LiberationSans-Regular.ttf");

    public static TrueTypeFont Bold { get; } = Load("LiberationSans-Bold.ttf");

    public int UnitsPerEm { get; }

    /// <summary>
    /// The width of a line of text in units of its size. A letter that the font lacks has a full em where East Asian letters begin, else
    /// 0.6; the SVG
    /// holds another font to that.
    /// </summary>
    public double Width(string text) => text.Sum(Width);

    /// <summary>The same of a letter.</summary>
    public double Width(char letter) =>
        Glyph(letter) is var glyph and > 0 ? Advance(glyph) / (double)UnitsPerEm : letter >= '\u1100' ? 1 : 0.6;

    /// <summary>Whether it has all letters of a text.</summary>
    public bool Has(string text) => text.All(c => Glyph(c) > 0);

    /// <summary>A table of the file, by its tag.</summary>
    public ReadOnlySpan<byte> Table(string tag) => _data.AsSpan(_tables[tag], _lengths[tag]);

    public int Advance(int glyph) => U16(_tables["hmtx"] + (4 * Math.Min(glyph, _metrics - 1)));

    public int LeftBearing(int glyph) =>
        I16(_tables["hmtx"] + (glyph < _metrics ? (4 * glyph) + 2 : (4 * _metrics) + (2 * (glyph - _metrics))));

    /// <summary>The outline of a glyph as it stands in the file; empty for a space.</summary>
    public ReadOnlySpan<byte> GlyphData(int glyph)
    {
        var (from, to) = Place(glyph);
        return _data.AsSpan(_tables["glyf"] + from, to - from);
    }

    /// <summary>The glyph of a character of the basic plane; 0 (a box) where the font has none.</summary>
    public int Glyph(char c)
    {
        var count = U16(_cmap + 6) / 2;
        var (ends, starts) = (_cmap + 14, _cmap + 16 + (2 * count));
        var (deltas, offsets) = (starts + (2 * count), starts + (4 * count));
        for (var i = 0; i < count; i++)
        {
            if (U16(ends + (2 * i)) < c)
                continue;
            var start = U16(starts + (2 * i));
            if (start > c)
                return 0;
            var (delta, offset) = (U16(deltas + (2 * i)), U16(offsets + (2 * i)));
            if (offset == 0)
                return (c + delta) & 0xFFFF;
            var glyph = U16(offsets + (2 * i) + offset + (2 * (c - start)));
            return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
        }
        return 0;
    }

    /// <summary>The closed contours of a glyph in font units, y upwards, curves as short lines.</summary>
    public Pt[][] Outline(int glyph)
    {
        lock (_outlines)
        {
            if (!_outlines.TryGetValue(glyph, out var rings))
                _outlines[glyph] = rings = Read(glyph, 0);
            return rings;
        }
    }

    private static TrueTypeFont Load(string name)
    {
        using var stream = typeof(TrueTypeFont).Assembly.GetManifestResourceStream(name)!;
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        return new TrueTypeFont(data);
    }

    private Pt[][] Read(int glyph, int depth)
    {
        var (from, to) = Place(glyph);
        if (from == to || depth > 4)
            return [];
        var at = _tables["glyf"] + from;
        var contours = I16(at);
        return contours < 0 ? Composite(at + 10, depth) : Simple(at + 10, contours);
    }

    private (int From, int To) Place(int glyph)
    {
        var loca = _tables["loca"];
        return _longOffsets
            ? ((int)U32(loca + (4 * glyph)), (int)U32(loca + (4 * glyph) + 4))
            : (2 * U16(loca + (2 * glyph)), 2 * U16(loca + (2 * glyph) + 2));
    }

    private Pt[][] Simple(int at, int contours)
    {
        var ends = new int[contours];
        for (var i = 0; i < contours; i++, at += 2)
            ends[i] = U16(at);
        var count = contours == 0 ? 0 : ends[^1] + 1;
        at += 2 + U16(at);
        var flags = new byte[count];
        for (var i = 0; i < count;)
        {
            var flag = _data[at++];
            var repeat = (flag & 8) != 0 ? _data[at++] : 0;
            for (; repeat >= 0; repeat--)
                flags[i++] = flag;
        }
        var (x, y) = (Coordinates(ref at, flags, 2, 16), Coordinates(ref at, flags, 4, 32));
        var rings = new Pt[contours][];
        for (var (k, start) = (0, 0); k < contours; start = ends[k++] + 1)
            rings[k] = Flatten(x, y, flags, start, ends[k] - start + 1);
        return rings;
    }

    private int[] Coordinates(ref int at, byte[] flags, int shortBit, int sameBit)
    {
        var values = new int[flags.Length];
        var value = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var same = (flags[i] & sameBit) != 0;
            if ((flags[i] & shortBit) != 0)
            {
                value += same ? _data[at] : -_data[at];
                at++;
            }
            else if (!same)
            {
                value += I16(at);
                at += 2;
            }
            values[i] = value;
        }
        return values;
    }

    // Points off the curve are control points of quadratic curves; between two of them lies an implied point on the curve.
    private static Pt[] Flatten(int[] x, int[] y, byte[] flags, int start, int count)
    {
        const int Pieces = 6;
        var ring = new List<Pt>();
        Pt At(int i) => new(x[start + (i % count)], y[start + (i % count)]);
        bool On(int i) => (flags[start + (i % count)] & 1) != 0;
        var first = 0;
        while (first < count && !On(first))
            first++;
        var pen = first < count ? At(first) : Middle(At(0), At(count - 1));
        first = first < count ? first : -1;
        ring.Add(pen);
        for (var i = first + 1; i <= first + count; i++)
        {
            if (On(i))
            {
                ring.Add(pen = At(i));
                continue;
            }
            var (control, end) = (At(i), On(i + 1) ? At(i + 1) : Middle(At(i), At(i + 1)));
            for (var k = 1; k <= Pieces; k++)
            {
                var t = k / (double)Pieces;
                var s = 1 - t;
                ring.Add(
                    new Pt(
                        (s * s * pen.X) + (2 * s * t * control.X) + (t * t * end.X),
                        (s * s * pen.Y) + (2 * s * t * control.Y) + (t * t * end.Y)
                    )
                );
            }
            pen = end;
        }
        return [.. ring];
    }

    private static Pt Middle(Pt a, Pt b) => new((a.X + b.X) / 2, (a.Y + b.Y) / 2);

    private Pt[][] Composite(int at, int depth)
    {
        var rings = new List<Pt[]>();
        int flags;
        do
        {
            flags = U16(at);
            var part = U16(at + 2);
            var (words, isOffset) = ((flags & 1) != 0, (flags & 2) != 0);
            var (dx, dy) = words ? (I16(at + 4), I16(at + 6)) : ((sbyte)_data[at + 4], (sbyte)_data[at + 5]);
            at += words ? 8 : 6;
            var (a, b, c, d) = (1.0, 0.0, 0.0, 1.0);
            if ((flags & 8) != 0)
                a = d = Fraction(ref at);
            else if ((flags & 64) != 0)
                (a, d) = (Fraction(ref at), Fraction(ref at));
            else if ((flags & 128) != 0)
                (a, b, c, d) = (Fraction(ref at), Fraction(ref at), Fraction(ref at), Fraction(ref at));
            foreach (var ring in Read(part, depth + 1))
                rings.Add([
                    .. ring.Select(p => new Pt((a * p.X) + (c * p.Y) + (isOffset ? dx : 0), (b * p.X) + (d * p.Y) + (isOffset ? dy : 0))),
                ]);
        } while ((flags & 32) != 0);
        return [.. rings];
    }

    private double Fraction(ref int at)
    {
        at += 2;
        return I16(at - 2) / 16384.0;
    }

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(at));

    private int I16(int at) => BinaryPrimitives.ReadInt16BigEndian(_data.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(at));
}
