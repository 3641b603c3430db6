namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>A tag tree (ISO/IEC 15444-1 section B.10.2): numbers of a grid, coded by the minima of ever larger squares.</summary>
internal sealed class TagTree
{
    private readonly int[] _widths, _starts;
    private readonly int[] _low;
    private readonly int[] _value;

    public TagTree(int width, int height)
    {
        var (widths, starts, total) = (new List<int>(), new List<int>(), 0);
        for (var (w, h) = (width, height); ; (w, h) = ((w + 1) / 2, (h + 1) / 2))
        {
            widths.Add(w);
            starts.Add(total);
            total += w * h;
            if (w * h <= 1)
                break;
        }
        (_widths, _starts) = ([.. widths], [.. starts]);
        _low = new int[total];
        _value = new int[total];
        Array.Fill(_value, int.MaxValue);
    }

    /// <summary>Whether a leaf's number is below a threshold; reads as many bits as that takes.</summary>
    public bool IsBelow(ref PacketBits bits, int x, int y, int threshold)
    {
        var low = 0;
        for (var level = _widths.Length - 1; level >= 0; level--)
        {
            var node = _starts[level] + (y >> level) * _widths[level] + (x >> level);
            low = Math.Max(low, _low[node]);
            while (low < threshold && low < _value[node])
            {
                if (bits.Bit() != 0)
                    _value[node] = low;
                else
                    low++;
            }
            _low[node] = low;
        }
        return _value[_starts[0] + y * _widths[0] + x] < threshold;
    }
}
