namespace Radiomics.Features.Shape;

/// <summary>The points of a plane that may end its diameter, gathered line by line: on each line only the two outermost can.</summary>
internal sealed class Extent
{
    private readonly List<(int Line, int At)> _low = [];
    private readonly List<(int Line, int At)> _high = [];

    /// <summary>The corners of the convex hull, after <see cref="Close"/>; a point may stand twice.</summary>
    public List<(int Line, int At)> Hull { get; } = [];

    public void Clear()
    {
        _low.Clear();
        _high.Clear();
        Hull.Clear();
    }

    /// <summary>Adds the outermost points of a line. Lines come in ascending order.</summary>
    public void Add(int line, int first, int last)
    {
        Push(_low, (line, first), 1);
        Push(_high, (line, last), -1);
    }

    /// <summary>Joins the two chains.</summary>
    public void Close()
    {
        Hull.AddRange(_low);
        Hull.AddRange(_high);
    }

    /// <summary>The square of the largest distance between corners of the hull, at a spacing of half-voxels; at least
    /// <paramref name="atLeast"/>.</summary>
    public double SquaredDiameter(double lineSpacing, double atSpacing, double atLeast)
    {
        if (Hull.Count == 0)
            return atLeast;
        var (low, high) = (int.MaxValue, int.MinValue);
        foreach (var (_, at) in Hull)
            (low, high) = (Math.Min(low, at), Math.Max(high, at));
        var (across, along) = ((_low[^1].Line - _low[0].Line) * lineSpacing, (high - low) * atSpacing);
        if (across * across + along * along <= atLeast)
            return atLeast;
        for (var i = 0; i < Hull.Count; i++)
        {
            var (line, at) = Hull[i];
            for (var j = i + 1; j < Hull.Count; j++)
            {
                var (u, v) = ((Hull[j].Line - line) * lineSpacing, (Hull[j].At - at) * atSpacing);
                atLeast = Math.Max(atLeast, u * u + v * v);
            }
        }
        return atLeast;
    }

    // Andrew's monotone chain (Inf. Process. Lett. 9(5), 1979, doi:10.1016/0020-0190(79)90072-3), in exact integers. The
    // hull of a region stretched along the axes is the stretched hull, so the spacing does not matter here.
    private static void Push(List<(int Line, int At)> chain, (int Line, int At) point, int side)
    {
        while (chain.Count >= 2)
        {
            var (a, b) = (chain[^2], chain[^1]);
            var turn = (long)(b.Line - a.Line) * (point.At - a.At) - (long)(b.At - a.At) * (point.Line - a.Line);
            if (turn * side > 0)
                break;
            chain.RemoveAt(chain.Count - 1);
        }
        chain.Add(point);
    }
}
