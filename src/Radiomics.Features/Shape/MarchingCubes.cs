namespace Radiomics.Features.Shape;

/// <summary>
/// The triangles of marching cubes on a binary grid (Lorensen and Cline, SIGGRAPH Comput. Graph. 21(4), 1987,
/// doi:10.1145/37401.37422), in the case table that PyRadiomics uses: ambiguous faces are cut in a way of its own, so only
/// this table gives its areas. A cube whose eighth corner is inside is treated as its complement with the triangles turned round.
/// </summary>
internal static class MarchingCubes
{
    // One entry for each of the 128 cubes whose eighth corner is outside: triples of edges, one hexadecimal digit an edge.
    private const string Table =
        ";083;190;183198;12a;08312a;92a029;2832a8a98;" +
        "b23;b2008b;190b23;b2119b98b;3a1ba3;a1008a8ba;9033b9ba9;98aba8;" +
        "478;043473;190478;194147173;12a478;34730412a;92a902478;2a9297273479;" +
        "478b23;b47b24204;190478b23;47b94bb29192;3a1ba3478;ba114b10447b;4789033b9ba9;47b4b99ba;" +
        "954;954083;054015;854835315;12a954;08312a954;2a5542240;2a5325354834;" +
        "954b23;b2008b954;054015b23;215258b28548;3a1ba3954;549a1008a8ba;54050ba5bb03;548a58ba8;" +
        "789579;309539357;780017715;157173;78957912a;12a309395357;0288258572a5;2a5253357;" +
        "579789b23;579972209b27;b23018178157;21b17b157;7895793a1ba3;5705097b0a10ba0;ba003ba50078570;ba557b;" +
        "65a;08365a;19065a;18319865a;165126;165126083;965906026;598582526832;" +
        "b2365a;b2008b65a;190b2365a;b2119b98b65a;63b653513;08b0b50515b6;63b036065059;65969bb98;" +
        "47865a;04347365a;19047865a;19414717365a;478165126;043473165126;478965906026;739479329596269;" +
        "b2347865a;b47b2420465a;190b2347865a;47b94bb2919265a;47863b653513;51b5b610b47b04b;47863b036065059;65969b4797b9;" +
        "a4964a;a4964a083;01aa60640;18316886461a;149124264;149124264083;024426;832824426;" +
        "b23a4964a;b2008ba4964a;b2301aa60640;64161a148b2118b;964369139b63;18b081b61149641;63b036640;86468b;" +
        "67a78a89a;67a0a709a073;67a1a7178018;67a1a7173;126168189678;269129679309739;078706602;273267;" +
        "b2367a78a89a;207b2709767a9a7;67a1a7178018b23;b2117ba61167;896678169b63136;09167b;07870603bb60;67b";

    /// <summary>The corners of a cube as (x, y, z); corner i is bit i of a cube's index.</summary>
    public static readonly (int X, int Y, int Z)[] Corners =
        [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)];

    // The corners that each of the twelve edges joins; the surface crosses an edge half-way.
    private static readonly (int A, int B)[] Edges =
        [(0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4), (1, 5), (2, 6), (3, 7)];

    /// <summary>
    /// What the triangles of each of the 256 cubes add up to, in voxels at unit spacing: twice the area vector of each
    /// triangle (for the surface), their sum, and six times the signed volume under them as seen from the cube's corner.
    /// </summary>
    public static readonly CubeCase[] Cases = [.. Enumerable.Range(0, 256).Select(Build)];

    private static CubeCase Build(int cube)
    {
        var (index, sign) = cube >= 128 ? (cube ^ 255, -1) : (cube, 1);
        var edges = Table.Split(';')[index];
        var normals = new (double X, double Y, double Z)[edges.Length / 3];
        double x = 0, y = 0, z = 0, volume = 0;
        for (var t = 0; t < normals.Length; t++)
        {
            var (a, b, c) = (Point(edges[3 * t]), Point(edges[3 * t + 1]), Point(edges[3 * t + 2]));

            // The table's orientation is for axes in the order z, y, x, so the product is taken the other way round here.
            var n = Cross((b.X - c.X, b.Y - c.Y, b.Z - c.Z), (a.X - c.X, a.Y - c.Y, a.Z - c.Z));
            normals[t] = n;
            (x, y, z) = (x + sign * n.X, y + sign * n.Y, z + sign * n.Z);
            volume += sign * (c.X * n.X + c.Y * n.Y + c.Z * n.Z);
        }
        return new CubeCase(normals, x, y, z, volume);
    }

    private static (double X, double Y, double Z) Point(char edge)
    {
        var (a, b) = Edges[Convert.ToInt32(edge.ToString(), 16)];
        var (p, q) = (Corners[a], Corners[b]);
        return ((p.X + q.X) / 2.0, (p.Y + q.Y) / 2.0, (p.Z + q.Z) / 2.0);
    }

    private static (double X, double Y, double Z) Cross((double X, double Y, double Z) u, (double X, double Y, double Z) v) =>
        (u.Y * v.Z - u.Z * v.Y, u.Z * v.X - u.X * v.Z, u.X * v.Y - u.Y * v.X);

    /// <summary>The triangles of one cube, reduced to what area and volume need.</summary>
    internal sealed record CubeCase((double X, double Y, double Z)[] Normals, double X, double Y, double Z, double Volume)
    {
        /// <summary>The area of the triangles at a spacing: the area vector's components scale with the products of two spacings.</summary>
        public double Area(double sx, double sy, double sz)
        {
            var area = 0.0;
            foreach (var (x, y, z) in Normals)
            {
                var (u, v, w) = (x * sy * sz, y * sz * sx, z * sx * sy);
                area += Math.Sqrt(u * u + v * v + w * w) / 2;
            }
            return area;
        }
    }
}
