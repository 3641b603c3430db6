namespace Survival.Models;

/// <summary>
/// Goes through a structure of Thrift's compact protocol (Apache Thrift, thrift-compact-protocol.md) without making anything of it: what
/// claims to be longer than the bytes that are there is refused before somebody takes memory for it.
/// </summary>
internal ref struct ThriftBytes(ReadOnlySpan<byte> bytes)
{
    /// <summary>The types of values; a truth value has no bytes of its own.</summary>
    public const int True = 1, False = 2, Byte = 3, Int16 = 4, Int32 = 5, Int64 = 6, Double = 7, Binary = 8, List = 9, Struct = 12;

    private const int MostDepth = 32, Set = 10, Map = 11, Uuid = 13;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth;

    /// <summary>Where it stands.</summary>
    public int Position { get; private set; }

    /// <summary>The next field of the structure that it stands in; <see langword="false"/> at its end.</summary>
    /// <param name="field">The number of the field before; then of this.</param>
    /// <param name="type">The type of its value.</param>
    public bool Field(ref int field, out int type)
    {
        var head = Next();
        type = head & 15;
        if (head == 0)
            return false;
        field = head >> 4 is var step and > 0 ? field + step : (int)Math.Clamp(Signed(), int.MinValue, int.MaxValue);
        return true;
    }

    /// <summary>A whole number.</summary>
    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Passes over a structure's fields to its end.</summary>
    public void SkipStruct()
    {
        var field = 0;
        while (Field(ref field, out var type))
            Skip(type);
    }

    /// <summary>Passes over a field's value.</summary>
    public void Skip(int type)
    {
        if (++_depth > MostDepth)
            throw Damaged(Invariant($"structures stand in each other more than {MostDepth} deep"));
        switch (type)
        {
            case True or False:
                break;
            case Byte:
                Take(1);
                break;
            case > Byte and < Double:
                Unsigned();
                break;
            case Double:
                Take(sizeof(double));
                break;
            case Binary:
                Take(Unsigned());
                break;
            case List or Set:
                SkipList();
                break;
            case Map:
                SkipMap();
                break;
            case Struct:
                SkipStruct();
                break;
            case Uuid:
                Take(16);
                break;
            default:
                throw Damaged(Invariant($"there is no type {type}"));
        }
        _depth--;
    }

    /// <summary>The head of a list: how many elements follow, each of a byte at least.</summary>
    /// <param name="type">Their type.</param>
    public ulong Elements(out int type)
    {
        var head = Next();
        var count = head >> 4 is var few and < 15 ? (ulong)few : Unsigned();
        type = head & 15;
        Room(count);
        return count;
    }

    private void SkipList()
    {
        var count = Elements(out var type);
        for (var i = 0UL; i < count; i++)
            SkipElement(type);
    }

    private void SkipMap()
    {
        var count = Unsigned();
        if (count == 0)
            return;
        var types = Next();
        Room(count);
        for (var i = 0UL; i < count; i++)
        {
            SkipElement(types >> 4);
            SkipElement(types & 15);
        }
    }

    // In a list a truth value has a byte of its own.
    private void SkipElement(int type) => Skip(type is True or False ? Byte : type);

    // Each element has a byte at least.
    private readonly void Room(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
            throw Damaged(Invariant($"a list claims {count} elements, and {_bytes.Length - Position} bytes are left"));
    }

    private void Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
            throw Damaged(Invariant($"a value claims {count} bytes, and {_bytes.Length - Position} are left"));
        Position += (int)count;
    }

    private byte Next() => Position < _bytes.Length ? _bytes[Position++] : throw Damaged("it breaks off");

    private ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Next();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }
        throw Damaged("a number has no end");
    }

    private static InvalidDataException Damaged(string what) => new($"its description is damaged: {what}.");
}
