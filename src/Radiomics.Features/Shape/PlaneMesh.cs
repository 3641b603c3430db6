namespace Radiomics.Features.Shape;

/// <summary>
/// Perimeter, area and diameter of the outline of a region of one slice, by marching squares: the outline crosses half-way
/// between a pixel inside and a neighbour outside, and two pixels that touch at a corner only are joined there.
/// </summary>
internal static class PlaneMesh
{
    // The sides that each of the sixteen squares' lines join, turning the same way round the inside. Corners and sides are
    // numbered round the square from (0, 0) along the columns; corner i is bit i, side i goes from corner i to the next.
    private static readonly int[][] Lines =
    [
        [],
        [3, 0],
        [0, 1],
        [3, 1],
        [1, 2],
        [1, 2, 3, 0],
        [0, 2],
        [3, 2],
        [2, 3],
        [2, 0],
        [0, 1, 2, 3],
        [2, 1],
        [1, 3],
        [1, 0],
        [0, 3],
        [],
    ];

    // The middle of each side as (row, column), in half-pixels.
    private static readonly (int Row, int Column)[] Sides = [(0, 1), (1, 2), (2, 1), (1, 0)];

    /// <summary>Measures a plane of bytes (rows by columns, 0 outside) with an empty border one pixel wide.</summary>
    public static (double Perimeter, double Area, double Diameter) Measure(
        ReadOnlySpan<byte> plane,
        int rows,
        int columns,
        double rowSpacing,
        double columnSpacing
    )
    {
        var counts = new long[16];
        var places = new (long Row, long Column)[16];
        var extent = new Extent();
        var ends = new (int First, int Last)[2 * rows];
        Array.Fill(ends, (int.MaxValue, int.MinValue));
        for (var r = 0; r < rows - 1; r++)
        {
            for (var c = 0; c < columns - 1; c++)
            {
                var (p, q) = (r * columns + c, (r + 1) * columns + c);
                var square = (plane[p] != 0 ? 1 : 0) | (plane[p + 1] != 0 ? 2 : 0) | (plane[q + 1] != 0 ? 4 : 0) | (plane[q] != 0 ? 8 : 0);
                if (square is 0 or 15)
                    continue;
                counts[square]++;
                places[square] = (places[square].Row + r, places[square].Column + c);
                foreach (var side in Lines[square])
                {
                    ref var line = ref ends[2 * r + Sides[side].Row];
                    var at = 2 * c + Sides[side].Column;
                    line = (Math.Min(line.First, at), Math.Max(line.Last, at));
                }
            }
        }

        double perimeter = 0, area = 0;
        for (var square = 1; square < 15; square++)
        {
            if (counts[square] == 0)
                continue;
            var lines = Lines[square];
            for (var i = 0; i < lines.Length; i += 2)
            {
                var (a, b) = (Sides[lines[i]], Sides[lines[i + 1]]);
                var (dr, dc) = ((a.Row - b.Row) / 2.0, (a.Column - b.Column) / 2.0);
                perimeter += counts[square] * Math.Sqrt(dr * dr * rowSpacing * rowSpacing + dc * dc * columnSpacing * columnSpacing);

                // Twice the signed area of the triangle with the origin: a x b, for the line moved to each place it stands.
                area += counts[square] * (a.Row * b.Column - b.Row * a.Column) / 4.0
                    + places[square].Row * -dc + places[square].Column * dr;
            }
        }

        for (var r = 0; r < ends.Length; r++)
        {
            if (ends[r].First <= ends[r].Last)
                extent.Add(r, ends[r].First, ends[r].Last);
        }
        extent.Close();
        return (perimeter, area * rowSpacing * columnSpacing / 2, Math.Sqrt(extent.SquaredDiameter(rowSpacing / 2, columnSpacing / 2, 0)));
    }
}
