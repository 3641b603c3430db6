using Radiomics.Features.Discretisation;
using Radiomics.Features.Texture;
using Radiomics.Imaging;

namespace Radiomics.Features.Tests.Texture;

/// <summary>
/// The 4 x 4 image that Haralick et al. work through in 1973, its levels raised by one:
/// <code>
/// 1 1 2 2
/// 1 1 2 2
/// 1 3 3 3
/// 3 3 4 4
/// </code>
/// The co-occurrence matrices are the paper's; the other matrices were counted by hand.
/// </summary>
public class HandWorkedTests
{
    private static readonly GrayLevelRoi Image = GrayLevelRoi.FromLevels(
        new GridSize(4, 4, 1), [1, 1, 2, 2, 1, 1, 2, 2, 1, 3, 3, 3, 3, 3, 4, 4], new Vector3D(1, 1, 1));

    [Theory]
    [InlineData(1, 0, "4 2 1 0 / 2 4 0 0 / 1 0 6 1 / 0 0 1 2")]
    [InlineData(0, 1, "6 0 2 0 / 0 4 2 0 / 2 2 2 2 / 0 0 2 0")]
    [InlineData(1, 1, "2 1 3 0 / 1 2 1 0 / 3 1 0 2 / 0 0 2 0")]
    [InlineData(-1, 1, "4 1 0 0 / 1 2 2 0 / 0 2 4 1 / 0 0 1 0")]
    public void Co_occurrence(int x, int y, string expected)
    {
        var matrix = new TextureMatrix();
        CooccurrenceKernel.Fill(Image, new VoxelOffset(x, y, 0), true, matrix, new TextureWorkspace());
        var whole = new TextureMatrix();
        whole.SetToWhole(matrix);
        Assert.Equal(expected, Dense(whole, 0, 4));
    }

    [Fact]
    public void Directions_come_in_order()
    {
        VoxelOffset[] expected = [new(1, 1, 0), new(0, 1, 0), new(-1, 1, 0), new(1, 0, 0)];
        Assert.Equal(expected, VoxelOffset.Directions(Image.Size, [1], null));
        Assert.Equal(13, VoxelOffset.Directions(new GridSize(9, 9, 9), [1], null).Length);
        Assert.Equal(49, VoxelOffset.Directions(new GridSize(9, 9, 9), [2], null).Length);
        Assert.Equal(4, VoxelOffset.Directions(new GridSize(9, 9, 9), [1], 2).Length);
        Assert.Empty(VoxelOffset.Directions(new GridSize(2, 1, 2), [2], null));
    }

    // Rows: 11 22, 11 22, 1 333, 33 44. Columns: 111 3, 11 33, 22 3 4, 22 3 4.
    [Theory]
    [InlineData(1, 0, "1 2 0 0 / 0 2 0 0 / 0 1 1 0 / 0 1 0 0")]
    [InlineData(0, 1, "0 1 1 0 / 0 2 0 0 / 3 1 0 0 / 2 0 0 0")]
    public void Runs(int x, int y, string expected)
    {
        var matrix = new TextureMatrix();
        RunLengthKernel.Fill(Image, new VoxelOffset(x, y, 0), matrix, new TextureWorkspace());
        Assert.Equal(expected, Dense(matrix, 1, 4));
    }

    [Fact]
    public void Zones()
    {
        var matrix = new TextureMatrix();
        ZoneKernel.Fill(Image, null, matrix, new TextureWorkspace());
        Assert.Equal("0 0 0 0 1 / 0 0 0 1 0 / 0 0 0 0 1 / 0 1 0 0 0", Dense(matrix, 1, 5));
    }

    [Fact]
    public void Dependencies()
    {
        var matrix = new TextureMatrix();
        DependenceKernel.Fill(Image, TextureSettings.Default, matrix, new TextureWorkspace());
        Assert.Equal("0 0 1 2 2 / 0 0 0 4 0 / 0 1 1 3 0 / 0 2 0 0 0", Dense(matrix, 1, 5));
    }

    // 1 2 / 2 4: the means of the others are 8/3, 7/3, 7/3 and 5/3.
    [Fact]
    public void Tone_differences()
    {
        var roi = GrayLevelRoi.FromLevels(new GridSize(2, 2, 1), [1, 2, 2, 4], new Vector3D(1, 1, 1));
        var differences = new double[3];
        ToneDifferenceKernel.Fill(roi, TextureSettings.Default, differences, new TextureWorkspace());
        double[] expected = [5.0 / 3, 2.0 / 3, 7.0 / 3];
        for (var k = 0; k < 3; k++)
            Assert.Equal(expected[k], differences[k], 15);

        // p = 1/4, 1/2, 1/4: sum p s = 4/3; contrast 1/6 * (2 * 19/16) * 14/3 / 4; the pairs' |i p_i - j p_j| are 3/4, 3/4, 0.
        var values = new double[5];
        NgtdmFeatures.Extract(roi, TextureSettings.Default, NgtdmFeatures.All, values);
        Assert.Equal(4.0 / 3 / 3, values[0], 14);
        Assert.Equal(3.0 / 4, values[1], 14);
        Assert.Equal(2 * 19.0 / 16 / 6 * (14.0 / 3) / 4, values[3], 14);
    }

    // Two voxels, levels 1 and 2: p(1,2) = p(2,1) = 1/2.
    [Fact]
    public void Two_voxels()
    {
        var values = TextureFamilies.Compute(
            GrayLevelRoi.FromLevels(new GridSize(2, 1, 1), [1, 2], new Vector3D(1, 1, 1)),
            TextureSettings.Default
        );
        Assert.Equal(2, values["glcm_Autocorrelation"], 14);
        Assert.Equal(1, values["glcm_Contrast"], 14);
        Assert.Equal(-1, values["glcm_Correlation"], 14);
        Assert.Equal(1, values["glcm_JointEntropy"], 14);
        Assert.Equal(-1, values["glcm_Imc1"], 14);
        Assert.Equal(1, values["glcm_MCC"], 14);
        Assert.Equal(1, values["glrlm_RunPercentage"], 14);
        Assert.Equal(2.5, values["glszm_HighGrayLevelZoneEmphasis"], 14);
    }

    private static string Dense(TextureMatrix matrix, int first, int width) =>
        string.Join(
            " / ",
            Enumerable
                .Range(0, matrix.Rows)
                .Select(row =>
                {
                    var cells = new double[width];
                    for (var at = matrix.RowStart[row]; at < matrix.RowStart[row + 1]; at++)
                        cells[matrix.Columns[at] - first] = matrix.Weights[at];
                    return string.Join(" ", cells);
                })
        );
}
