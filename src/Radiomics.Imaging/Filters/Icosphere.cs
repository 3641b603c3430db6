namespace Radiomics.Imaging.Filters;

/// <summary>Points spread evenly over a sphere: the corners of an icosahedron whose faces are divided in four, again and again, each time
/// put onto the sphere.</summary>
internal static class Icosphere
{
    private const double Short = 0.5257311121191336, Long = 0.85065080835204;

    private static readonly int[] Icosahedron =
    [
        0, 11, 5, 0, 5, 1, 0, 1, 7, 0, 7, 10, 0, 10, 11, 1, 5, 9, 5, 11, 4, 11, 10, 2, 10, 7, 6, 7, 1, 8,
        3, 9, 4, 3, 4, 2, 3, 2, 6, 3, 6, 8, 3, 8, 9, 4, 9, 5, 2, 4, 11, 6, 2, 10, 8, 6, 7, 9, 8, 1,
    ];

    /// <summary>The points.</summary>
    public static Vector3D[] Vertices(int subdivisions, double radius)
    {
        List<Vector3D> vertices =
        [
            new(-Short, Long, 0), new(Short, Long, 0), new(-Short, -Long, 0), new(Short, -Long, 0),
            new(0, -Short, Long), new(0, Short, Long), new(0, -Short, -Long), new(0, Short, -Long),
            new(Long, 0, -Short), new(Long, 0, Short), new(-Long, 0, -Short), new(-Long, 0, Short),
        ];
        var faces = Icosahedron;
        for (var i = 0; i < subdivisions; i++)
        {
            faces = Subdivide(vertices, faces);
            Project(vertices, radius);
        }
        if (subdivisions == 0)
            Project(vertices, radius);
        return [.. vertices];
    }

    private static int[] Subdivide(List<Vector3D> vertices, int[] faces)
    {
        var edges = new SortedDictionary<(int High, int Low), int>();
        for (var f = 0; f < faces.Length; f += 3)
        {
            for (var e = 0; e < 3; e++)
                edges[Edge(faces[f + e], faces[f + (e + 1) % 3])] = 0;
        }
        foreach (var edge in edges.Keys.ToArray())
        {
            edges[edge] = vertices.Count;
            var sum = vertices[edge.Low] + vertices[edge.High];
            vertices.Add(new Vector3D(sum.X / 2, sum.Y / 2, sum.Z / 2));
        }
        var divided = new List<int>(4 * faces.Length);
        for (var f = 0; f < faces.Length; f += 3)
        {
            int a = faces[f], b = faces[f + 1], c = faces[f + 2];
            int ab = edges[Edge(a, b)], bc = edges[Edge(b, c)], ca = edges[Edge(c, a)];
            divided.AddRange([a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca]);
        }
        return [.. divided];
    }

    private static (int High, int Low) Edge(int a, int b) => (Math.Max(a, b), Math.Min(a, b));

    private static void Project(List<Vector3D> vertices, double radius)
    {
        for (var i = 0; i < vertices.Count; i++)
        {
            var v = vertices[i];
            var length = Math.Sqrt(v.X * v.X + v.Y * v.Y + v.Z * v.Z);
            var missing = radius - length;
            vertices[i] = new Vector3D(v.X + v.X / length * missing, v.Y + v.Y / length * missing, v.Z + v.Z / length * missing);
        }
    }
}
