using System.Buffers.Binary;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>How a tile of a JPEG 2000 image is coded: its COD and QCD.</summary>
internal sealed record Jpeg2000Style
{
    public int Progression { get; private init; }

    public int Layers { get; private init; }

    public int Levels { get; private init; }

    public int BlockBitsX { get; private init; }

    public int BlockBitsY { get; private init; }

    public int BlockStyle { get; private init; }

    public bool IsReversible { get; private init; }

    public (int X, int Y)[] Precincts { get; private init; } = [];

    public int Guard { get; private init; }

    public (int Exponent, int Mantissa)[] Steps { get; private init; } = [];

    public int Shift { get; init; }

    /// <summary>With a COD marker.</summary>
    public Jpeg2000Style WithCoding(ReadOnlySpan<byte> body)
    {
        if (body.Length < 10)
            throw new CodecException("a COD marker is cut off");
        return WithBlocks(body[5..], (body[0] & 1) != 0) with
        {
            Progression = body[1],
            Layers = BinaryPrimitives.ReadUInt16BigEndian(body[2..]),
        };
    }

    /// <summary>With the second half of a COD, or a COC.</summary>
    public Jpeg2000Style WithBlocks(ReadOnlySpan<byte> body, bool hasPrecincts)
    {
        if (body.Length < 5 || hasPrecincts && body.Length < 6 + body[0])
            throw new CodecException("a coding style is cut off");
        var levels = body[0];
        var (x, y) = ((body[1] & 15) + 2, (body[2] & 15) + 2);
        if (levels > 32 || x > 10 || y > 10 || x + y > 12)
            throw new CodecException(Invariant($"its coding style ({levels} levels, code-blocks of 2^{x} x 2^{y}) is not allowed"));
        if ((body[3] & 0xC0) != 0)
            throw new CodecException("it is coded with high throughput (HTJ2K), which is not read here");
        var precincts = new (int X, int Y)[levels + 1];
        for (var r = 0; r <= levels; r++)
            precincts[r] = hasPrecincts ? (body[5 + r] & 15, body[5 + r] >> 4) : (15, 15);
        return this with
        {
            Levels = levels,
            BlockBitsX = x,
            BlockBitsY = y,
            BlockStyle = body[3],
            IsReversible = body[4] == 1,
            Precincts = precincts,
        };
    }

    /// <summary>With a QCD, or the second half of a QCC.</summary>
    public Jpeg2000Style WithSteps(ReadOnlySpan<byte> body)
    {
        if (body.Length < 2)
            throw new CodecException("a quantisation marker is cut off");
        var kind = body[0] & 31;
        var rest = body[1..];
        var steps = new List<(int, int)>();
        if (kind == 0)
        {
            foreach (var value in rest)
                steps.Add((value >> 3, 0));
        }
        else
        {
            for (var i = 0; i + 2 <= rest.Length; i += 2)
            {
                var value = BinaryPrimitives.ReadUInt16BigEndian(rest[i..]);
                steps.Add((value >> 11, value & 0x7FF));
            }
            if (kind == 1 && steps.Count > 0)
            {
                // One step for all: the others follow from their level.
                var (exponent, mantissa) = steps[0];
                for (var band = 1; band < 97; band++)
                    steps.Add((Math.Max(0, exponent - (band - 1) / 3), mantissa));
            }
        }
        return this with { Guard = body[0] >> 5, Steps = [.. steps] };
    }
}
