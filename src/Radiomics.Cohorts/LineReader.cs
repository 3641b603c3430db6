namespace Radiomics;

/// <summary>Reads a file line by line as bytes, telling where each begins and whether it has an end.</summary>
internal sealed class LineReader(FileStream file) : IDisposable
{
    private readonly BufferedStream _input = new(file, 1 << 20);
    private readonly MemoryStream _line = new();

    /// <summary>Where the next line begins.</summary>
    public long Position { get; private set; }

    public (byte[] Bytes, long Offset, bool Ended)? Next()
    {
        _line.SetLength(0);
        var start = Position;
        int next;
        while ((next = _input.ReadByte()) >= 0)
        {
            Position++;
            if (next == '\n')
                return (_line.ToArray(), start, true);
            _line.WriteByte((byte)next);
        }
        return _line.Length > 0 ? (_line.ToArray(), start, false) : null;
    }

    // The file stays open.
    public void Dispose() => _line.Dispose();
}
