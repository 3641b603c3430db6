using FsCheck;
using FsCheck.Fluent;
using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Texture;

public class TexturePropertyTests
{
    private const double Epsilon = 2.220446049250313e-16;

    private static readonly Arbitrary<(GridSize Size, int[] Levels)> Images = (
        from x in Gen.Choose(2, 7)
        from y in Gen.Choose(2, 6)
        from z in Gen.Choose(1, 4)
        from greatest in Gen.Choose(1, 6)
        from levels in Gen.ArrayOf(Gen.Choose(0, greatest), x * y * z)
        select (new GridSize(x, y, z), levels)).Where(i => i.levels.Any(v => v > 0)).ToArbitrary();

    [Fact]
    public void Matrices_count_every_voxel_and_pair() => Check(image =>
    {
        var roi = Roi(image.Size, image.Levels);
        var (matrix, workspace) = (new TextureMatrix(), new TextureWorkspace());
        foreach (var direction in VoxelOffset.Directions(image.Size, [1, 2], null))
        {
            CooccurrenceKernel.Fill(roi, direction, true, matrix, workspace);
            Assert.Equal(2 * Pairs(image.Size, image.Levels, direction), matrix.Total());
            CooccurrenceKernel.Fill(roi, direction, false, matrix, workspace);
            Assert.Equal(Pairs(image.Size, image.Levels, direction), matrix.Total());
        }
        foreach (var direction in VoxelOffset.Directions(image.Size, [1], null))
        {
            RunLengthKernel.Fill(roi, direction, matrix, workspace);
            if (matrix.Count > 0)
                Assert.Equal(roi.VoxelCount, Sizes(matrix));
        }
        ZoneKernel.Fill(roi, null, matrix, workspace);
        Assert.Equal(roi.VoxelCount, Sizes(matrix));
        DependenceKernel.Fill(roi, new TextureSettings { Distances = [1, 2] }, matrix, workspace);
        Assert.Equal(roi.VoxelCount, matrix.Total());
    });

    // Pairs of voxels apart from each other, (i, j) as often as the product of two shares: rows and columns of the matrix are independent,
    // so that MCC is 0, and no direction may be lost to the root of what rounding left of that.
    [Fact]
    public void Independent_rows_and_columns_have_a_maximal_correlation_of_0()
    {
        int[] counts = [1, 2, 3, 4, 5];
        foreach (var (p, q, s, t) in counts.SelectMany(p => counts, (p, q) => (p, q))
            .SelectMany(_ => counts, (c, s) => (c.p, c.q, s)).SelectMany(_ => counts, (c, t) => (c.p, c.q, c.s, t)))
        {
            int[] row =
            [
                .. Enumerable.Repeat((1, 1), p * s).Concat(Enumerable.Repeat((1, 2), p * t))
                    .Concat(Enumerable.Repeat((2, 1), q * s)).Concat(Enumerable.Repeat((2, 2), q * t))
                    .SelectMany(pair => new[] { pair.Item1, pair.Item2, 0 }),
            ];
            var values = TextureFamilies.Compute(
                Roi(new GridSize(row.Length, 1, 1), row), TextureSettings.Default with { SymmetricalGlcm = false });
            Assert.InRange(values["glcm_MCC"], 0, 1e-7);
        }
    }

    // PyRadiomics adds epsilon to px py within the logarithm. Where levels have pairs at a distance of little weight alone, px py falls far
    // below epsilon (exp(-6 x 6) is 2e-16, its square 5e-32), and no series in epsilon gives that logarithm. By the definition:
    // IMC1 = (HXY - HXY1) / max(HX, HY), every logarithm of a probability and epsilon.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Imc1_of_levels_whose_pairs_have_little_weight_is_by_its_definition(bool symmetric)
    {
        const int Most = 500;
        var size = new GridSize(25, 24, 15);
        var random = new System.Random(5);
        int[] levels = [.. Enumerable.Range(0, (int)size.Count).Select(_ => random.Next(14) == 0 ? random.Next(1, Most) : 0)];
        var settings = TextureSettings.Default with
        {
            Distances = [2],
            WeightingNorm = WeightingNorm.Manhattan,
            SymmetricalGlcm = symmetric,
        };
        var values = TextureFamilies.Compute(Roi(size, levels), settings);

        var matrix = new double[Most, Most];
        foreach (var step in VoxelOffset.Directions(size, [2], null))
        {
            var weight = Math.Exp(-Math.Pow(Math.Abs(step.X) + Math.Abs(step.Y) + Math.Abs(step.Z), 2));
            foreach (var (from, to) in Neighbours(size, levels, step))
            {
                matrix[from, to] += weight;
                if (symmetric)
                    matrix[to, from] += weight;
            }
        }
        var total = matrix.Cast<double>().Sum();
        var (rows, columns) = (new double[Most], new double[Most]);
        for (var i = 0; i < Most; i++)
        {
            for (var j = 0; j < Most; j++)
            {
                matrix[i, j] /= total;
                rows[i] += matrix[i, j];
                columns[j] += matrix[i, j];
            }
        }
        var (own, cross) = (0.0, 0.0);
        for (var i = 0; i < Most; i++)
        {
            for (var j = 0; j < Most; j++)
            {
                own -= matrix[i, j] * Math.Log2(matrix[i, j] + Epsilon);
                cross -= matrix[i, j] * Math.Log2(rows[i] * columns[j] + Epsilon);
            }
        }
        var greater = Math.Max(Entropy(rows), Entropy(columns));
        Assert.Equal((own - cross) / greater, values["glcm_Imc1"], 9);

        static double Entropy(double[] shares) => -shares.Sum(p => p * Math.Log2(p + Epsilon));
    }

    [Fact]
    public void A_mirrored_or_turned_image_has_the_same_features() => Check(image =>
    {
        var expected = TextureFamilies.Compute(Roi(image.Size, image.Levels), TextureSettings.Default);
        var (nx, ny, nz) = (image.Size.X, image.Size.Y, image.Size.Z);
        var mirrored = new int[image.Levels.Length];
        var turned = new int[image.Levels.Length];
        for (var z = 0; z < nz; z++)
        {
            for (var y = 0; y < ny; y++)
            {
                for (var x = 0; x < nx; x++)
                {
                    var level = image.Levels[(z * ny + y) * nx + x];
                    mirrored[(z * ny + ny - 1 - y) * nx + x] = level;
                    turned[(y * nx + x) * nz + z] = level;
                }
            }
        }
        Near(expected, TextureFamilies.Compute(Roi(image.Size, mirrored), TextureSettings.Default));
        Near(expected, TextureFamilies.Compute(Roi(new GridSize(nz, nx, ny), turned), TextureSettings.Default));
    });

    [Fact]
    public void A_shift_of_all_levels_leaves_what_knows_only_differences() =>
        Check(image =>
        {
            var expected = TextureFamilies.Compute(Roi(image.Size, image.Levels), TextureSettings.Default);
            var shifted = TextureFamilies.Compute(
                Roi(image.Size, [.. image.Levels.Select(v => v == 0 ? 0 : v + 11)]),
                TextureSettings.Default
            );
            string[] unchanged =
            [
                "glcm_Contrast",
                "glcm_DifferenceEntropy",
                "glcm_JointEntropy",
                "glcm_SumEntropy",
                "glcm_ClusterShade",
                "glcm_SumSquares",
                "glcm_Correlation",
                "glcm_MCC",
                "glcm_Imc1",
                "glrlm_RunEntropy",
                "glrlm_RunPercentage",
                "glrlm_GrayLevelVariance",
                "glszm_SmallAreaEmphasis",
                "glszm_ZoneVariance",
                "gldm_DependenceEntropy",
                "gldm_LargeDependenceEmphasis",
                "ngtdm_Coarseness",
                "ngtdm_Complexity",
                "ngtdm_Contrast",
                "ngtdm_Strength",
            ];
            Near(unchanged.ToDictionary(n => n, n => expected[n]), unchanged.ToDictionary(n => n, n => shifted[n]));
        });

    [Fact]
    public void A_used_workspace_changes_nothing()
    {
        var workspace = new TextureWorkspace();
        Check(image =>
        {
            var roi = Roi(image.Size, image.Levels);
            var settings = new TextureSettings { Distances = [1, 2], GldmA = 1 };
            Assert.Equal(TextureFamilies.Compute(roi, settings), TextureFamilies.Compute(roi, settings, workspace));
        });
    }

    [Fact]
    public void Margins_change_nothing() => Check(image => Assert.Equal(
        TextureFamilies.Compute(Roi(image.Size, image.Levels), TextureSettings.Default),
        TextureFamilies.Compute(GrayLevelRoi.FromLevels(image.Size, image.Levels, new Vector3D(1, 1, 1), 5), TextureSettings.Default)));

    [Fact]
    public void Bad_settings_are_refused()
    {
        var roi = GrayLevelRoi.FromLevels(new GridSize(2, 1, 1), [1, 2], new Vector3D(1, 1, 1));
        Assert.Throws<ArgumentException>(() => TextureFamilies.Compute(roi, new TextureSettings { Distances = [] }));
        Assert.Throws<ArgumentException>(() => TextureFamilies.Compute(roi, new TextureSettings { Distances = [0] }));
        Assert.Throws<ArgumentException>(() => TextureFamilies.Compute(roi, new TextureSettings { Distances = [1, 1] }));
        Assert.Throws<ArgumentException>(() => TextureFamilies.Compute(roi, new TextureSettings { Distances = [2] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextureFamilies.Compute(roi, new TextureSettings { GldmA = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextureFamilies.Compute(roi, new TextureSettings { FlatAxis = 3 }));
        Assert.Throws<ArgumentException>(() => NgtdmFeatures.Extract(roi, TextureSettings.Default, NgtdmFeatures.All, new double[4]));
    }

    private static void Check(Action<(GridSize Size, int[] Levels)> property) => Prop.ForAll(Images, property).QuickCheckThrowOnFailure();

    private static GrayLevelRoi Roi(GridSize size, int[] levels) => GrayLevelRoi.FromLevels(size, levels, new Vector3D(1, 1, 1), 2);

    private static double Sizes(TextureMatrix matrix)
    {
        var sum = 0.0;
        for (var at = 0; at < matrix.Count; at++)
            sum += matrix.Columns[at] * matrix.Weights[at];
        return sum;
    }

    private static IEnumerable<(int From, int To)> Neighbours(GridSize size, int[] levels, VoxelOffset step)
    {
        for (var z = 0; z < size.Z - step.Z; z++)
        {
            for (var y = Math.Max(0, -step.Y); y < size.Y - Math.Max(0, step.Y); y++)
            {
                for (var x = Math.Max(0, -step.X); x < size.X - Math.Max(0, step.X); x++)
                {
                    var from = levels[(z * size.Y + y) * size.X + x];
                    var to = levels[((z + step.Z) * size.Y + y + step.Y) * size.X + x + step.X];
                    if (from > 0 && to > 0)
                        yield return (from, to);
                }
            }
        }
    }

    private static int Pairs(GridSize size, int[] levels, VoxelOffset step)
    {
        var count = 0;
        for (var z = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++)
                {
                    var (a, b, c) = (x + step.X, y + step.Y, z + step.Z);
                    if (
                        a >= 0
                        && a < size.X
                        && b >= 0
                        && b < size.Y
                        && c < size.Z
                        && levels[(z * size.Y + y) * size.X + x] > 0
                        && levels[(c * size.Y + b) * size.X + a] > 0
                    )
                        count++;
                }
            }
        }
        return count;
    }

    // Another order of directions rounds otherwise; MCC and Imc2 are roots of differences.
    private static void Near(Dictionary<string, double> expected, Dictionary<string, double> actual)
    {
        foreach (var (name, value) in expected)
        {
            var allowed = name is "glcm_MCC" or "glcm_Imc2" ? 1e-6 : 1e-9;
            Assert.True(
                value.Equals(actual[name]) || Math.Abs(value - actual[name]) <= allowed * Math.Max(1, Math.Abs(value)),
                $"{name}: {value:R}, {actual[name]:R}"
            );
        }
    }
}
