namespace Survival.Models;

/// <summary>Text of which the beginning was looked at before it is read: the header, to find what separates its cells.</summary>
internal sealed class PeekedText : TextReader
{
    private const int Most = 1 << 16;
    private readonly TextReader _rest;
    private readonly char[] _head = new char[Most];
    private readonly int _length;
    private int _at;

    public PeekedText(TextReader rest)
    {
        _rest = rest;
        _length = rest.ReadBlock(_head, 0, Most);
        ReadOnlySpan<char> head = _head.AsSpan(0, _length);
        if (head.StartsWith("\ufeff"))
            head = head[++_at..];
        // Spreadsheets name the separator in a line of its own.
        if (head.StartsWith("sep=") && head.Length > 5 && head[5] is '\r' or '\n')
        {
            Delimiter = head[4];
            _at += head[5] == '\r' && head.Length > 6 && head[6] == '\n' ? 7 : 6;
            SkippedLines = 1;
        }
        else
        {
            Delimiter = Find(head);
        }
    }

    /// <summary>What separates the cells.</summary>
    public char Delimiter { get; }

    /// <summary>The lines before the header.</summary>
    public int SkippedLines { get; }

    public override int Peek() => _at < _length ? _head[_at] : _rest.Peek();

    public override int Read() => _at < _length ? _head[_at++] : _rest.Read();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (_at >= _length)
            return _rest.Read(buffer);
        var count = Math.Min(buffer.Length, _length - _at);
        _head.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    // The one most often outside quotes in the header; a comma where none is.
    private static char Find(ReadOnlySpan<char> head)
    {
        ReadOnlySpan<char> known = [',', ';', '\t', '|'];
        Span<int> counts = stackalloc int[known.Length];
        var quoted = false;
        foreach (var c in head)
        {
            if (c == '"')
                quoted = !quoted;
            else if (!quoted && c is '\n' or '\r')
                break;
            else if (!quoted && known.IndexOf(c) is var k and >= 0)
                counts[k]++;
        }
        var best = 0;
        for (var k = 1; k < known.Length; k++)
        {
            if (counts[k] > counts[best])
                best = k;
        }
        return known[best];
    }
}
