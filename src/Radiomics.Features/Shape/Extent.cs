using System.Runtime.InteropServices;

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

        // No two points are further apart than twice the farthest from the middle of the box about them.
        var (low, high) = (int.MaxValue, int.MinValue);
        foreach (var (_, at) in Hull)
            (low, high) = (Math.Min(low, at), Math.Max(high, at));
        var (middleLine, middle, reach) = ((_low[^1].Line + _low[0].Line) / 2.0, (low + high) / 2.0, 0.0);
        foreach (var (line, at) in Hull)
        {
            var (u, v) = ((line - middleLine) * lineSpacing, (at - middle) * atSpacing);
            reach = Math.Max(reach, u * u + v * v);
        }
        if (4 * reach * (1 + 1e-12) < atLeast)
            return atLeast;
        var hull = CollectionsMarshal.AsSpan(Hull);
        for (var i = 0; i < hull.Length; i++)
        {
            var (line, at) = hull[i];
            foreach (ref readonly var other in hull[(i + 1)..])
            {
                var (u, v) = ((other.Line - line) * lineSpacing, (other.At - at) * atSpacing);
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
