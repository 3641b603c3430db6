using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The arithmetic decoder of JPEG 2000 (ISO/IEC 15444-1 annex C), and the plain bits of its bypass mode. A segment's end reads as
/// ones.</summary>
internal sealed class MqDecoder
{
    private static readonly (ushort Qe, byte More, byte Less, bool Switch)[] Table =
    [
        (0x5601, 1, 1, true),
        (0x3401, 2, 6, false),
        (0x1801, 3, 9, false),
        (0x0AC1, 4, 12, false),
        (0x0521, 5, 29, false),
        (0x0221, 38, 33, false),
        (0x5601, 7, 6, true),
        (0x5401, 8, 14, false),
        (0x4801, 9, 14, false),
        (0x3801, 10, 14, false),
        (0x3001, 11, 17, false),
        (0x2401, 12, 18, false),
        (0x1C01, 13, 20, false),
        (0x1601, 29, 21, false),
        (0x5601, 15, 14, true),
        (0x5401, 16, 14, false),
        (0x5101, 17, 15, false),
        (0x4801, 18, 16, false),
        (0x3801, 19, 17, false),
        (0x3401, 20, 18, false),
        (0x3001, 21, 19, false),
        (0x2801, 22, 19, false),
        (0x2401, 23, 20, false),
        (0x2201, 24, 21, false),
        (0x1C01, 25, 22, false),
        (0x1801, 26, 23, false),
        (0x1601, 27, 24, false),
        (0x1401, 28, 25, false),
        (0x1201, 29, 26, false),
        (0x1101, 30, 27, false),
        (0x0AC1, 31, 28, false),
        (0x09C1, 32, 29, false),
        (0x08A1, 33, 30, false),
        (0x0521, 34, 31, false),
        (0x0441, 35, 32, false),
        (0x02A1, 36, 33, false),
        (0x0221, 37, 34, false),
        (0x0141, 38, 35, false),
        (0x0111, 39, 36, false),
        (0x0085, 40, 37, false),
        (0x0049, 41, 38, false),
        (0x0025, 42, 39, false),
        (0x0015, 43, 40, false),
        (0x0009, 44, 41, false),
        (0x0005, 45, 42, false),
        (0x0001, 45, 43, false),
        (0x5601, 46, 46, false),
    ];

    // A state: its probability in the upper half; below it twice the table's row plus the more probable symbol.
    private static readonly uint[] States = [.. Enumerable.Range(0, 94).Select(s => (uint)Table[s / 2].Qe << 16 | (uint)s)];

    // What follows a state: after its more probable symbol, then after the other.
    private static readonly uint[] After =
    [
        .. Enumerable.Range(0, 94).SelectMany(s => new[]
        {
            States[2 * Table[s / 2].More + (s & 1)],
            States[2 * Table[s / 2].Less + (Table[s / 2].Switch ? 1 - (s & 1) : s & 1)],
        }),
    ];

    private readonly uint[] _states = new uint[19];
    private byte[] _data = [];
    private int _at;
    private int _end;
    private uint _a;
    private ulong _c;
    private int _count;

    // Below the place of the ending one, if fewer than fifteen bits wait.
    private const ulong Few = (1UL << 33) - 1;

    /// <summary>How many bytes a segment's buffer must have after it.</summary>
    public const int Margin = 10;

    /// <summary>The interval, and the code: sixteen bits, those that wait, and a one that ends them. A pass keeps both in registers, and
    /// gives them back at its end.</summary>
    public (uint A, ulong C) Registers
    {
        get => (_a, _c);
        set => (_a, _c) = value;
    }

    /// <summary>The state of the first context; those of the others follow.</summary>
    public ref uint FirstState => ref MemoryMarshal.GetArrayDataReference(_states);

    /// <summary>Sets all contexts to their first states.</summary>
    public void Reset()
    {
        _states.AsSpan().Fill(States[0]);
        (_states[0], _states[17], _states[18]) = (States[2 * 4], States[2 * 3], States[2 * 46]);
    }

    /// <summary>Starts an arithmetic segment.</summary>
    /// <param name="data">The bytes, and a <see cref="Margin"/> after them that is overwritten.</param>
    /// <param name="length">How many they are.</param>
    public void Start(byte[] data, int length)
    {
        (_data, _at, _end) = (data, 0, length);
        (data[_end], data[_end + 1]) = (0xFF, 0xFF);
        // The uppermost bit of the register is free at first, and seven bits of the sixteen come from the second byte.
        _c = More((ulong)data[0] << 55 | 1UL << 54);
        _a = 0x8000;
    }

    /// <summary>Starts a segment of plain bits.</summary>
    public void StartRaw(byte[] data, int length)
    {
        (_data, _at, _end) = (data, 0, length);
        (data[_end], data[_end + 1]) = (0xFF, 0xFF);
        (_c, _count) = (0, 0);
    }

    /// <summary>The next plain bit; the byte after 0xFF has seven.</summary>
    public int Raw()
    {
        if (_count == 0)
        {
            var afterFf = _c == 0xFF;
            if (_at >= _end || afterFf && _data[_at] > 0x8F)
                (_c, _count) = (0xFF, 8);
            else
                (_c, _count) = (_data[_at++], afterFf ? 7 : 8);
        }
        _count--;
        return (int)(_c >> _count) & 1;
    }

    /// <summary>The next symbol.</summary>
    /// <param name="state">The context's state.</param>
    /// <param name="a">The interval.</param>
    /// <param name="c">The code; fifteen bits of it wait at least, as many as one symbol can take.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Decode(ref uint state, ref uint a, ref ulong c)
    {
        var now = state;
        var qe = now >> 16;
        var high = (ulong)qe << 48;
        a -= qe;
        uint other;
        if (c >= high)
        {
            c -= high;
            if ((a & 0x8000) != 0)
                return (int)(now & 1);
            other = a < qe ? 1u : 0;
        }
        else
        {
            other = a < qe ? 0u : 1;
            a = qe;
        }
        state = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(After), (now & 0x7F) << 1 | other);
        var shift = BitOperations.LeadingZeroCount(a) - 16;
        a <<= shift;
        c <<= shift;
        if ((c & Few) == 0)
            c = More(c);
        return (int)((now & 1) ^ other);
    }

    // The last byte taken is the one at _at; the byte after 0xFF has seven bits, and what it has above them is carried.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong More(ulong c)
    {
        var end = BitOperations.TrailingZeroCount(c);
        c &= c - 1;
        var next = BinaryPrimitives.ReadUInt64BigEndian(_data.AsSpan(_at));
        // None of the five bytes at hand is 0xFF.
        if (((~next - 0x01010101_01010101) & next & 0x80808080_80000000) == 0)
        {
            _at += 4;
            end -= 32;
            return c + ((next >> 24 & 0xFFFFFFFF) << (end + 1)) + (1UL << end);
        }
        while (end >= 15)
        {
            if (_data[_at] != 0xFF)
            {
                end -= 8;
                c += (ulong)_data[++_at] << (end + 1);
            }
            else if (_data[_at + 1] > 0x8F)
            {
                end -= 8;
                c += 0xFFUL << (end + 1);
            }
            else
            {
                end -= 7;
                c += (ulong)_data[++_at] << (end + 1);
            }
        }
        return c + (1UL << end);
    }
}
