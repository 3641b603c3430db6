using System.Buffers.Binary;
using System.Text;

namespace Radiomics.Reporting.Drawing;

/// <summary>
/// A TrueType font of those letters of another that a figure or page uses, without hinting. Tables as in the OpenType specification (head,
/// hhea,
/// maxp, OS/2, hmtx, cmap format 4, loca, glyf, name, post). The licence of the font (OFL) asks that a changed font has another name and
/// carries
/// the licence: both stand in its name table.
/// </summary>
internal sealed class FontSubset
{
    /// <summary>What the font is called, so that no installed font can take its place.</summary>
    public const string Family = "Radiomics Sans";

    private const string Copyright =
        "Digitized data copyright (c) 2010 Google Corporation with Reserved Font Arimo, Tinos and Cousine. Copyright (c) 2012 Red Hat, "
            + "Inc. with "
        + "Reserved Font Name Liberation. A subset of Liberation Sans.";

    private readonly Dictionary<char, ushort> _glyphs = [];
    private readonly List<int> _sources = [0];
    private readonly TrueTypeFont _font;

    /// <summary>The subset of some letters; letters that the font lacks are left out.</summary>
    public FontSubset(TrueTypeFont font, IEnumerable<char> letters, bool bold)
    {
        _font = font;
        foreach (var letter in letters.Distinct().Order())
        {
            if (font.Glyph(letter) is var glyph and > 0)
            {
                _glyphs[letter] = (ushort)_sources.Count;
                _sources.Add(glyph);
            }
        }
        Bytes = Write(bold ? "Bold" : "Regular");
    }

    /// <summary>The letters and their glyphs, from 1.</summary>
    public IReadOnlyDictionary<char, ushort> Glyphs => _glyphs;

    /// <summary>The font as a file.</summary>
    public byte[] Bytes { get; }

    /// <summary>The glyph of a letter; 0 (a box) where the font has none.</summary>
    public ushort Glyph(char letter) => _glyphs.GetValueOrDefault(letter);

    /// <summary>The width of a glyph in thousandths of the size.</summary>
    public double Advance(int glyph) => 1000.0 * _font.Advance(_sources[glyph]) / _font.UnitsPerEm;

    /// <summary>The rules of a style sheet that bring the font, in both weights, to the letters of some texts.</summary>
    public static string FontFaces(IEnumerable<(string Text, bool Bold)> texts)
    {
        var css = new StringBuilder();
        foreach (var weight in texts.GroupBy(t => t.Bold).OrderBy(g => g.Key))
        {
            var font = new FontSubset(weight.Key ? TrueTypeFont.Bold : TrueTypeFont.Regular, weight.SelectMany(t => t.Text), weight.Key);
            css.Append($"@font-face{{font-family:'{Family}';font-weight:{(weight.Key ? "bold" : "normal")};")
                .Append($"src:url(data:font/ttf;base64,{Convert.ToBase64String(font.Bytes)}) format('truetype')}}");
        }
        return css.ToString();
    }

    private byte[] Write(string style)
    {
        var (glyf, loca) = Outlines();
        var count = _sources.Count;
        var hhea = _font.Table("hhea").ToArray();
        Put16(hhea, 34, count);
        var maxp = _font.Table("maxp").ToArray();
        Put16(maxp, 4, count);
        var head = _font.Table("head").ToArray();
        Put32(head, 8, 0);
        Put16(head, 50, 1);
        var hmtx = new byte[4 * count];
        for (var g = 0; g < count; g++)
        {
            Put16(hmtx, 4 * g, _font.Advance(_sources[g]));
            Put16(hmtx, (4 * g) + 2, _font.LeftBearing(_sources[g]));
        }
        var post = new byte[32];
        Put32(post, 0, 0x00030000);
        return Pack([
            ("OS/2", _font.Table("OS/2").ToArray()),
            ("cmap", CharacterMap()),
            ("glyf", glyf),
            ("head", head),
            ("hhea", hhea),
            ("hmtx", hmtx),
            ("loca", loca),
            ("maxp", maxp),
            ("name", Names(style)),
            ("post", post),
        ]);
    }

    /// <summary>The outlines without instructions; parts of composite glyphs join the subset.</summary>
    private (byte[] Glyf, byte[] Loca) Outlines()
    {
        var glyf = new MemoryStream();
        var places = new Dictionary<int, ushort>();
        for (var g = 0; g < _sources.Count; g++)
            places.TryAdd(_sources[g], (ushort)g);
        var ends = new List<uint> { 0 };
        for (var g = 0; g < _sources.Count; g++)
        {
            var data = _font.GlyphData(_sources[g]);
            if (data.Length > 0)
                glyf.Write(BinaryPrimitives.ReadInt16BigEndian(data) < 0 ? Composite(data) : Simple(data));
            while (glyf.Length % 4 != 0)
                glyf.WriteByte(0);
            ends.Add((uint)glyf.Length);
        }
        var loca = new byte[4 * ends.Count];
        for (var k = 0; k < ends.Count; k++)
            Put32(loca, 4 * k, ends[k]);
        return (glyf.ToArray(), loca);

        byte[] Composite(ReadOnlySpan<byte> data)
        {
            var copy = data.ToArray();
            var at = 10;
            int flags;
            do
            {
                flags = BinaryPrimitives.ReadUInt16BigEndian(copy.AsSpan(at));
                var part = BinaryPrimitives.ReadUInt16BigEndian(copy.AsSpan(at + 2));
                if (!places.TryGetValue(part, out var place))
                {
                    places[part] = place = (ushort)_sources.Count;
                    _sources.Add(part);
                }
                Put16(copy, at, flags & ~0x0100);
                Put16(copy, at + 2, place);
                at += ((flags & 1) != 0 ? 8 : 6) + ((flags & 8) != 0 ? 2 : (flags & 64) != 0 ? 4 : (flags & 128) != 0 ? 8 : 0);
            } while ((flags & 32) != 0);
            return copy[..at];
        }

        static byte[] Simple(ReadOnlySpan<byte> data)
        {
            var contours = BinaryPrimitives.ReadInt16BigEndian(data);
            var at = 10 + (2 * contours);
            var instructions = BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
            return [.. data[..at], 0, 0, .. data[(at + 2 + instructions)..]];
        }
    }

    // One segment for each run of letters that follow each other; their glyphs do so too, because letters were taken in order.
    private byte[] CharacterMap()
    {
        var runs = new List<(int Start, int End)>();
        foreach (var letter in _glyphs.Keys.Order())
        {
            if (runs.Count > 0 && runs[^1].End == letter - 1)
                runs[^1] = (runs[^1].Start, letter);
            else
                runs.Add((letter, letter));
        }
        runs.Add((0xFFFF, 0xFFFF));
        var n = runs.Count;
        var table = new byte[12 + 16 + (8 * n)];
        Put16(table, 2, 1);
        Put16(table, 4, 3);
        Put16(table, 6, 1);
        Put32(table, 8, 12);
        var largest = (int)Math.Log2(n);
        int[] header = [4, table.Length - 12, 0, 2 * n, 2 << largest, largest, (2 * n) - (2 << largest)];
        for (var k = 0; k < header.Length; k++)
            Put16(table, 12 + (2 * k), header[k]);
        for (var k = 0; k < n; k++)
        {
            Put16(table, 26 + (2 * k), runs[k].End);
            Put16(table, 28 + (2 * (n + k)), runs[k].Start);
            Put16(table, 28 + (2 * ((2 * n) + k)), k == n - 1 ? 1 : _glyphs[(char)runs[k].Start] - runs[k].Start);
        }
        return table;
    }

    private static byte[] Names(string style)
    {
        (int Id, string Text)[] names =
        [
            (0, Copyright),
            (1, Family),
            (2, style),
            (3, $"{Family} {style} subset"),
            (4, $"{Family} {style}"),
            (5, "Version 2.1.5"),
            (6, $"RadiomicsSans-{style}"),
            (13, "This Font Software is licensed under the SIL Open Font License, Version 1.1."),
            (14, "https://openfontlicense.org"),
        ];
        var head = new byte[6 + (12 * names.Length)];
        Put16(head, 2, names.Length);
        Put16(head, 4, head.Length);
        var text = new MemoryStream();
        for (var k = 0; k < names.Length; k++)
        {
            var bytes = Encoding.BigEndianUnicode.GetBytes(names[k].Text);
            int[] record = [3, 1, 0x409, names[k].Id, bytes.Length, (int)text.Length];
            for (var i = 0; i < record.Length; i++)
                Put16(head, 6 + (12 * k) + (2 * i), record[i]);
            text.Write(bytes);
        }
        return [.. head, .. text.ToArray()];
    }

    private static byte[] Pack((string Tag, byte[] Data)[] tables)
    {
        var file = new byte[12 + (16 * tables.Length) + tables.Sum(t => Padded(t.Data.Length))];
        Put32(file, 0, 0x00010000);
        var largest = (int)Math.Log2(tables.Length);
        int[] header = [tables.Length, 16 << largest, largest, 16 * (tables.Length - (1 << largest))];
        for (var k = 0; k < header.Length; k++)
            Put16(file, 4 + (2 * k), header[k]);
        var at = 12 + (16 * tables.Length);
        var headAt = 0;
        for (var k = 0; k < tables.Length; k++)
        {
            var (tag, data) = tables[k];
            data.CopyTo(file, at);
            var record = 12 + (16 * k);
            Encoding.ASCII.GetBytes(tag, file.AsSpan(record));
            Put32(file, record + 4, Sum(file.AsSpan(at, Padded(data.Length))));
            Put32(file, record + 8, (uint)at);
            Put32(file, record + 12, (uint)data.Length);
            headAt = tag == "head" ? at : headAt;
            at += Padded(data.Length);
        }
        Put32(file, headAt + 8, 0xB1B0AFBA - Sum(file));
        return file;
    }

    private static int Padded(int length) => (length + 3) / 4 * 4;

    private static uint Sum(ReadOnlySpan<byte> data)
    {
        var sum = 0u;
        for (var i = 0; i < data.Length; i += 4)
            sum += BinaryPrimitives.ReadUInt32BigEndian(data[i..]);
        return sum;
    }

    private static void Put16(byte[] data, int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(at), (ushort)value);

    private static void Put32(byte[] data, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(at), value);
}
