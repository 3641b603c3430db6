using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Texture;

/// <summary>Each vector kernel gives what its scalar reference gives, for rows of every length to 257 and every step to a
/// neighbour.</summary>
public class KernelTests
{
    public static TheoryData<int> Lengths() => [.. Enumerable.Range(1, 40), 63, 64, 65, 66, 127, 128, 129, 191, 192, 193, 255, 256, 257];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Runs(int length)
    {
        foreach (var roi in Regions(length).Concat(Turned(length)))
        {
            foreach (var direction in VoxelOffset.Directions(roi.Size, [1], null))
            {
                var (vector, scalar) = (new LevelSizeCounter(), new LevelSizeCounter());
                vector.Reset(roi.GrayLevels.Length, 3, roi.VoxelCount);
                scalar.Reset(roi.GrayLevels.Length, 3, roi.VoxelCount);
                var any = RunLengthKernel.CountScalar<ushort>(roi, roi.Levels16, direction.In(roi), new int[roi.Length], scalar);
                Assert.Equal(any, RunLengthKernel.CountVector(roi, direction, vector, Used(roi.Length)));
                Same(scalar, vector);

                // The same where the pairs were counted before.
                var workspace = Used(roi.Length);
                CooccurrenceKernel.FillByTable(roi, direction, symmetric: length % 2 == 0, new TextureMatrix(), workspace);
                Assert.NotNull(workspace.EqualPairs(roi, direction));
                vector.Reset(roi.GrayLevels.Length, 3, roi.VoxelCount);
                Assert.Equal(any, RunLengthKernel.CountVector(roi, direction, vector, workspace));
                Same(scalar, vector);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Zones(int length)
    {
        foreach (var roi in Regions(length))
        {
            var distances = Enumerable.Range(0, (int)roi.Size.Count).Select(i => 1 + i * 7919 % 13).ToArray();
            foreach (var flat in new int?[] { null, 0, 1, 2 })
            {
                var (vector, scalar) = (new TextureWorkspace(), new TextureWorkspace());
                Assert.Equal(
                    ZoneKernel.Label(roi, flat, distances, scalar, vectors: false),
                    ZoneKernel.Label(roi, flat, distances, vector, vectors: true));
                Same(Count(scalar.Zones.CountInto, roi), Count(vector.Zones.CountInto, roi));
                Same(Count(scalar.Zones.CountNearestInto, roi), Count(vector.Zones.CountNearestInto, roi));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Dependencies_and_tone_differences(int length)
    {
        foreach (var roi in Regions(length))
        {
            foreach (int[] distances in new int[][] { [1], [2], [1, 2] })
            {
                var offsets = DependenceKernel.Offsets(roi, new TextureSettings { Distances = distances });
                foreach (var tolerance in new[] { 0, 1, 3, 100_000 })
                {
                    var (vector, scalar) = (new LevelSizeCounter(), new LevelSizeCounter());
                    vector.Reset(roi.GrayLevels.Length, 200, roi.VoxelCount);
                    scalar.Reset(roi.GrayLevels.Length, 200, roi.VoxelCount);
                    var gray = new TextureWorkspace().GrayLevels16(roi);
                    DependenceKernel.CountVector(roi, gray, offsets, tolerance, vector);
                    DependenceKernel.CountScalar<ushort, ushort>(roi, roi.Levels16, gray, offsets, tolerance, scalar);
                    Same(scalar, vector);
                    if (tolerance > 0 || !roi.HasBytes)
                        continue;
                    vector.Reset(roi.GrayLevels.Length, 200, roi.VoxelCount);
                    DependenceKernel.CountBytes(roi, offsets, vector);
                    Same(scalar, vector);
                }

                if (!ToneDifferenceKernel.FitsLanes(roi, 2 * offsets.Length))
                    continue;
                var sums = new long[(roi.GrayLevels.Length + 1) * (2 * offsets.Length + 1)];
                var expected = new long[sums.Length];
                ToneDifferenceKernel.SumVector(roi, new TextureWorkspace().GrayLevels16(roi), offsets, sums);
                ToneDifferenceKernel.SumScalar<ushort>(roi, roi.Levels16, new TextureWorkspace().GrayLevels32(roi), offsets, expected);
                Assert.Equal(expected[(2 * offsets.Length + 1)..], sums[(2 * offsets.Length + 1)..]); // row 0 is that of voxels outside
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Pairs(int length)
    {
        foreach (var roi in Regions(length))
        {
            var levels = roi.GrayLevels.Length;
            foreach (var direction in VoxelOffset.Directions(roi.Size, [1, 2], null))
            {
                if (levels <= 256)
                    SamePairs(roi, direction.In(roi), 4 * (levels * (levels + 1) + 1) <= 1 << 16 ? 4 : 1);
                foreach (var symmetric in new[] { false, true })
                {
                    var (table, byRow) = (new TextureMatrix(), new TextureMatrix());
                    CooccurrenceKernel.FillByTable(roi, direction, symmetric, table, new TextureWorkspace());
                    CooccurrenceKernel.FillByRow<ushort>(roi, roi.Levels16, direction.In(roi), symmetric, byRow, new TextureWorkspace());
                    Assert.Equal(table.RowStart.ToArray(), byRow.RowStart.ToArray());
                    Assert.Equal(table.Columns.ToArray(), byRow.Columns.ToArray());
                    Assert.Equal(table.Weights.ToArray(), byRow.Weights.ToArray());
                    Assert.Equal(symmetric, table.IsTriangle);
                }
                if (levels <= 300)
                    SameBothWays(roi, direction);
            }
        }
    }

    // So many voxels that pairs are counted two at a time, in one table and in four.
    [Theory]
    [InlineData(3, 61, 0.0)]
    [InlineData(10, 47, 0.2)]
    [InlineData(11, 32, 0.6)]
    [InlineData(16, 75, 0.01)]
    [InlineData(22, 111, 0.1)]
    public void Pairs_of_few_levels(int levels, int length, double hole)
    {
        var random = new Random(levels);
        var size = new GridSize(length, 59, 53);
        var voxels = new int[size.Count];
        for (var i = 0; i < voxels.Length; i++)
            voxels[i] = random.NextDouble() < hole ? 0 : 1 + random.Next(levels);
        var roi = GrayLevelRoi.FromLevels(size, voxels, new Vector3D(1, 1, 1), 1);
        foreach (var direction in VoxelOffset.Directions(roi.Size, [1], null))
            SameBothWays(roi, direction);
    }

    // A symmetric matrix is what pairs in order count, and the same transposed.
    private static void SameBothWays(GrayLevelRoi roi, VoxelOffset direction)
    {
        var (both, ordered, whole) = (new TextureMatrix(), new TextureMatrix(), new TextureMatrix());
        CooccurrenceKernel.Fill(roi, direction, true, both, new TextureWorkspace());
        CooccurrenceKernel.Fill(roi, direction, false, ordered, new TextureWorkspace());
        whole.SetToWhole(both);
        var levels = roi.GrayLevels.Length;
        var (expected, actual) = (new double[levels, levels], new double[levels, levels]);
        for (var row = 0; row < levels; row++)
        {
            for (var at = ordered.RowStart[row]; at < ordered.RowStart[row + 1]; at++)
            {
                expected[row, ordered.Columns[at]] += ordered.Weights[at];
                expected[ordered.Columns[at], row] += ordered.Weights[at];
            }
            for (var at = whole.RowStart[row]; at < whole.RowStart[row + 1]; at++)
                actual[row, whole.Columns[at]] += whole.Weights[at];
        }
        Assert.Equal(expected, actual);
        Assert.Equal(whole.Total(), both.Total());
    }

    [Theory]
    [InlineData(40, 60)]
    [InlineData(40, 256)]
    [InlineData(30, 257)]
    [InlineData(30, 100_000)] // sums and differences that no table has room for
    public void A_triangle_and_the_whole_matrix_give_the_same_statistics(int size, int greatest)
    {
        var random = new Random(size + greatest);
        var levels = new int[size * size * 3];
        for (var i = 0; i < levels.Length; i++)
            levels[i] = i % 11 == 0 ? 0 : 1 + (int)((greatest - 1L) * ((i % size) + random.Next(size)) / (2 * size - 2));
        (levels[1], levels[2]) = (1, greatest);
        var roi = GrayLevelRoi.FromLevels(new GridSize(size, size, 3), levels, new Vector3D(1, 1, 1));
        foreach (var direction in VoxelOffset.Directions(roi.Size, [1], null))
        {
            var (triangle, whole) = (new TextureMatrix(), new TextureMatrix());
            CooccurrenceKernel.Fill(roi, direction, true, triangle, new TextureWorkspace());
            whole.SetToWhole(triangle);
            var (one, other) = (new CooccurrenceStatistics(), new CooccurrenceStatistics());
            one.Set(triangle, roi.GrayLevels, triangle.Total());
            other.Set(whole, roi.GrayLevels, whole.Total());
            Assert.True(one.Matrix.IsTriangle && !other.Matrix.IsTriangle);
            foreach (var feature in GlcmFeatures.All)
            {
                if (feature.Compute is not { } compute)
                    continue;
                var (a, b) = (compute(one), compute(other));
                Assert.True(Math.Abs(a - b) <= 1e-10 * Math.Abs(b) + 1e-12, $"{feature.Name}: {a} and {b}");
            }
            Assert.Equal(other.Pairs(), one.Pairs());
        }
    }

    // Two directions in one sweep, and each alone, voxel by voxel; what was counted along serves its own region only.
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(23)]
    [InlineData(32)]
    [InlineData(39)]
    public void Two_directions_are_counted_together(int greatest)
    {
        var random = new Random(greatest);
        var regions = new List<GrayLevelRoi>();
        foreach (var size in new[] { new GridSize(67, 31, 33), new GridSize(17, 64, 63) })
        {
            int[] levels = [.. Enumerable.Range(0, (int)size.Count).Select(_ => random.Next(20) == 0 ? 0 : random.Next(1, greatest + 1))];
            regions.Add(GrayLevelRoi.FromLevels(size, levels, new Vector3D(1, 1, 1), 2));
        }
        var workspace = new TextureWorkspace();
        foreach (var roi in regions)
        {
            var directions = VoxelOffset.Directions(roi.Size, [1, 2], null);
            for (var d = 0; d + 1 < directions.Length; d += 7)
            {
                var (first, second, other) = (new TextureMatrix(), new TextureMatrix(), new TextureMatrix());
                CooccurrenceKernel.FillTogether(roi, directions[d], directions[d + 1], first, workspace);
                CooccurrenceKernel.Fill(roi, directions[d + 1], null, true, second, workspace);
                SameAsScalar(roi, directions[d], first, workspace);
                SameAsScalar(roi, directions[d + 1], second, workspace);
                CooccurrenceKernel.FillTogether(roi, directions[d], directions[d + 1], first, workspace);
                var region = regions[0] == roi ? regions[1] : regions[0];
                CooccurrenceKernel.Fill(region, directions[d + 1], null, true, other, workspace);
                SameAsScalar(region, directions[d + 1], other, workspace);
            }
        }
    }

    private static unsafe void SameAsScalar(GrayLevelRoi roi, VoxelOffset direction, TextureMatrix matrix, TextureWorkspace workspace)
    {
        var levels = roi.GrayLevels.Length;
        var table = new int[levels * (levels + 1) + 1];
        fixed (int* counts = table)
            CooccurrenceKernel.CountScalar(roi, direction.In(roi), counts);
        var expected = new int[levels, levels];
        var actual = new int[levels, levels];
        for (var row = 0; row < levels; row++)
        {
            for (var column = row; column < levels; column++)
                expected[row, column] = table[(row + 1) * levels + column + 1] * (row == column ? 2 : 1);
            for (var at = matrix.RowStart[row]; at < matrix.RowStart[row + 1]; at++)
                actual[row, matrix.Columns[at]] += (int)matrix.Weights[at];
        }
        Assert.True(matrix.IsTriangle);
        Assert.Equal(expected, actual);
        Assert.Equal(Enumerable.Range(0, levels).Select(k => expected[k, k] / 2), workspace.EqualPairs(roi, direction)!);
    }

    private static unsafe void SamePairs(GrayLevelRoi roi, int offset, int copies)
    {
        var levels = roi.GrayLevels.Length;
        var cells = levels * (levels + 1) + 1;
        var (vector, scalar) = (new int[copies * cells], new int[cells]);
        fixed (int* one = vector, two = scalar)
        {
            CooccurrenceKernel.CountVector(roi, offset, copies > 1 ? cells : 0, one);
            CooccurrenceKernel.CountScalar(roi, offset, two);
        }
        for (var row = 1; row <= levels; row++)
        {
            for (var column = row; column <= levels; column++)
            {
                var cell = row * levels + column;
                Assert.Equal(scalar[cell], Enumerable.Range(0, copies).Sum(copy => vector[copy * cells + cell]));
            }
        }
    }

    [Fact]
    public void Logarithms_in_lanes_are_those_of_the_library()
    {
        var random = new Random(3);
        for (var i = 0; i < 100_000; i++)
        {
            var x = i < 60 ? Math.ScaleB(1, -i) : Math.Pow(2, -60 * random.NextDouble());
            var (expected, found) = (Math.Log2(x), Lanes.Log2(System.Runtime.Intrinsics.Vector256.Create(x))[i % 4]);
            Assert.True(Math.Abs(expected - found) <= 4e-16 * Math.Abs(expected) + 1e-16, $"{x:R}: {found:R}, {expected:R}");
        }
    }

    // More levels than 16 bits hold: every kernel takes its 32-bit form. Each level occurs once, so all is known.
    [Fact]
    public void More_levels_than_16_bits_hold()
    {
        const int n = 70_000;
        var roi = GrayLevelRoi.FromLevels(new GridSize(n, 1, 1), [.. Enumerable.Range(0, n).Select(i => 3 * i + 1)], new Vector3D(1, 1, 1));
        Assert.True(roi.IsWide);
        var values = TextureFamilies.Compute(roi, new TextureSettings { GldmA = 3 });
        Assert.Equal(9, values["glcm_Contrast"], 9);
        Assert.Equal(3, values["glcm_DifferenceAverage"], 9);
        Assert.Equal(Math.Log2(2.0 * (n - 1)), values["glcm_JointEntropy"], 8);
        Assert.Equal(1, values["glrlm_RunPercentage"], 12);
        Assert.Equal(1, values["glszm_ZonePercentage"], 12);
        Assert.Equal((9.0 * (n - 2) + 2 * 4) / n, values["gldm_LargeDependenceEmphasis"], 9);
        Assert.Equal(n / 6.0, values["ngtdm_Coarseness"], 6); // only the two ends differ, by 3
    }

    private static IEnumerable<GrayLevelRoi> Regions(int length)
    {
        var random = new Random(length); // the same every time: only the shape of the data matters
        foreach (var (levels, hole, step, rows) in new[]
        {
            (2, 0.0, 1, 3), (4, 0.3, 1, 3), (9, 0.1, 5, 3), (1, 0.5, 1, 3), (1, 0.0, 1, 2), (3, 0.95, 1, 4),
            (4000, 0.2, 1, 3), (300, 0.0, 1, 1),
        })
        {
            var size = new GridSize(length, rows, 3);
            var voxels = new int[size.Count];
            for (var i = 0; i < voxels.Length; i++)
                voxels[i] = random.NextDouble() < hole ? 0 : 1 + step * random.Next(levels);
            if (voxels.All(v => v == 0))
                voxels[0] = 1;
            yield return GrayLevelRoi.FromLevels(size, voxels, new Vector3D(1, 1, 1), 2);
        }
    }

    // Smooth regions that are long across the rows, so that runs grow as long as they can there.
    private static IEnumerable<GrayLevelRoi> Turned(int length)
    {
        var random = new Random(length);
        foreach (var size in new GridSize[] { new(3, length, 3), new(3, 2, length) })
        {
            foreach (var often in new[] { 0.0, 0.02, 0.3 })
            {
                var voxels = new int[size.Count];
                for (var i = 0; i < voxels.Length; i++)
                    voxels[i] = random.NextDouble() >= often ? 1 : random.Next(3);
                voxels[0] = 1;
                yield return GrayLevelRoi.FromLevels(size, voxels, new Vector3D(1, 1, 1), 1);
            }
        }
    }

    // Buffers that hold what another region may have left.
    private static TextureWorkspace Used(int length)
    {
        var workspace = new TextureWorkspace();
        workspace.Labels(length).Fill(54321);
        workspace.Bytes(4 * length + 4096).Fill(77);
        return workspace;
    }

    private static LevelSizeCounter Count(Action<LevelSizeCounter> zones, GrayLevelRoi roi)
    {
        var counter = new LevelSizeCounter();
        counter.Reset(roi.GrayLevels.Length, roi.VoxelCount, roi.VoxelCount);
        zones(counter);
        return counter;
    }

    private static void Same(LevelSizeCounter expected, LevelSizeCounter actual)
    {
        var (one, two) = (new TextureMatrix(), new TextureMatrix());
        expected.Fill(one);
        actual.Fill(two);
        Assert.Equal(one.RowStart.ToArray(), two.RowStart.ToArray());
        Assert.Equal(one.Columns.ToArray(), two.Columns.ToArray());
        Assert.Equal(one.Weights.ToArray(), two.Weights.ToArray());
    }
}
