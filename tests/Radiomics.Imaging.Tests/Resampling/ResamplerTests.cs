using Radiomics.Imaging.Resampling;

namespace Radiomics.Imaging.Tests.Resampling;

public sealed class ResamplerTests
{
    // Voxels 0, 1, 2, 250, 3 of 1 mm, read every quarter mm from the first centre on: SimpleITK 2.5.7's values.
    [Theory]
    [InlineData(Interpolator.Linear, false, new double[] { 0, 0, 0, 0, 1, 1, 1, 1, 2, 64, 126, 188, 250, 188, 126, 64, 3, 3, 0, 0 })]
    [InlineData(
        Interpolator.Linear,
        true,
        new double[] { 0, .25, .5, .75, 1, 1.25, 1.5, 1.75, 2, 64, 126, 188, 250, 188.25, 126.5, 64.75, 3, 3, 0, 0 }
    )]
    [InlineData(
        Interpolator.BSpline,
        false,
        new double[] { 0, 2, 6, 8, 1, -16, -31, -30, 1, 73, 159, 228, 250, 204, 119, 39, 2, 39, 0, 0 }
    )]
    [InlineData(
        Interpolator.Gaussian,
        false,
        new double[] { 0, 1, 2, 4, 8, 15, 26, 41, 60, 81, 100, 114, 121, 120, 111, 98, 82, 66, 0, 0 }
    )]
    [InlineData(Interpolator.LabelGaussian, false, new double[] { 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 250, 250, 250, 250, 3, 3, 3, 0, 0 })]
    [InlineData(
        Interpolator.HammingWindowedSinc,
        false,
        new double[] { 0, 9, 17, 15, 1, -22, -40, -36, 2, 72, 156, 223, 250, 224, 156, 73, 3, -35, 0, 0 }
    )]
    [InlineData(
        Interpolator.BSplineResampler,
        false,
        new double[] { 0, 0, 0, 0, 1, 1, 6, 19, 43, 80, 120, 153, 167, 154, 126, 98, 85, 98, 0, 0 }
    )]
    public void A_line_equals_SimpleITK_and_integers_are_cut_off(Interpolator interpolator, bool floating, double[] expected)
    {
        double[] line = [0, 1, 2, 250, 3];
        var geometry = new ImageGeometry(new GridSize(5, 3, 3), new Vector3D(1, 1, 1));
        var voxels = Enumerable.Range(0, 45).Select(i => line[i % 5]).ToArray();
        var image = floating ? Volume.Create(geometry, voxels) : Volume.Create(geometry, [.. voxels.Select(v => (short)v)]);
        var grid = new ImageGeometry(new GridSize(20, 1, 1), new Vector3D(0.25, 1, 1), new Vector3D(0, 1, 1));
        var result = Resampler.Resample(image, grid, interpolator, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(image.PixelType, result.PixelType);
        Assert.Equal(expected, result.Read(grid.Region).Values.ToArray());
    }

    [Fact]
    public void The_grid_starts_at_the_corner_of_the_first_voxel()
    {
        var geometry = new ImageGeometry(new GridSize(20, 20, 10), new Vector3D(1, 1, 3), new Vector3D(-10, 5, 0));
        var image = Volume.Create(geometry, new float[4000]);
        var mask = Mask.Create(
            geometry,
            new Region(new VoxelIndex(8, 8, 4), new GridSize(4, 4, 2)),
            Enumerable.Repeat((byte)1, 32).ToArray()
        );
        var (resampled, region) = Resampler.Resample(
            image,
            mask,
            new Vector3D(2, 2, 0),
            padDistance: 1,
            cancellationToken: TestContext.Current.CancellationToken
        );
        // By hand, along x: floor(7.5 / 2 - 1) = 2 to ceil(11.5 / 2 + 1) = 7; new voxel 2 lies at (2 + 1/2) 2 - 1/2 = 4.5 old ones.
        Assert.Equal(new GridSize(6, 6, 6), resampled.Size);
        Assert.Equal(new Vector3D(2, 2, 3), resampled.Geometry.Spacing);
        Assert.Equal(new Vector3D(-5.5, 9.5, 6), resampled.Geometry.Origin);
        Assert.Equal(resampled.Geometry, region.Geometry);
    }

    [Fact]
    public void Part_of_an_image_is_resampled_as_the_whole_on_any_number_of_threads()
    {
        var geometry = new ImageGeometry(new GridSize(120, 9, 8), new Vector3D(1, 1, 2.5));
        var image = Volume.Create(geometry, Enumerable.Range(0, 120 * 72).Select(i => (double)(i * 7919 % 2003 - 1000)).ToArray());
        foreach (var interpolator in Enum.GetValues<Interpolator>())
        {
            var whole = new ImageGeometry(new GridSize(150, 11, 20), new Vector3D(0.8, 0.8, 1));
            var part = new ImageGeometry(new GridSize(10, 5, 6), new Vector3D(0.8, 0.8, 1), new Vector3D(80 * 0.8, 3 * 0.8, 4));
            var expected = Resampler.Resample(image, whole, interpolator, cancellationToken: TestContext.Current.CancellationToken);
            var actual = Resampler.Resample(
                image,
                part,
                interpolator,
                maxDegreeOfParallelism: 3,
                cancellationToken: TestContext.Current.CancellationToken
            );
            for (var i = 0; i < 300; i++)
            {
                var (x, y, z) = (i % 10, i / 10 % 5, i / 50);
                Assert.Equal(expected[80 + x, 3 + y, 4 + z], actual[x, y, z], interpolator == Interpolator.LabelGaussian ? 0 : 1e-9);
            }
        }
    }

    [Fact]
    public void A_region_past_the_image_is_refused_with_the_axis_and_the_distance()
    {
        var image = Volume.Create(new ImageGeometry(new GridSize(4, 4, 4), new Vector3D(1, 1, 1)), new byte[64]);
        var mask = Mask.Create(
            new ImageGeometry(new GridSize(4, 4, 4), new Vector3D(1, 1, 1), new Vector3D(2, 0, 0)),
            new Region(default, new GridSize(4, 4, 4)),
            Enumerable.Repeat((byte)1, 64).ToArray()
        );
        var error = Assert.Throws<GeometryMismatchException>(() =>
            Resampler.Resample(image, mask, new Vector3D(2, 2, 2), cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Contains("2 mm past the image along x", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var geometry = new ImageGeometry(new GridSize(4, 4, 4), new Vector3D(1, 1, 1));
        var image = Volume.Create(geometry, new byte[64]);
        var mask = Mask.Create(geometry, new Region(default, new GridSize(2, 2, 2)), Enumerable.Repeat((byte)1, 8).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Resampler.Resample(image, mask, new Vector3D(-1, 1, 1), cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Resampler.Resample(
                image,
                mask,
                new Vector3D(2, 2, 2),
                (Interpolator)99,
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Resampler.Resample(
                image,
                mask,
                new Vector3D(2, 2, 2),
                padDistance: -1,
                cancellationToken: TestContext.Current.CancellationToken
            )
        );
        Assert.Throws<EmptyRoiException>(() => Cropper.ToRegion(image, Mask.Create(geometry, geometry.Region, new byte[64])));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Normaliser.Normalise(image, removeOutliers: 0, cancellationToken: TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void Cropping_keeps_the_margin_the_pixel_type_and_the_place()
    {
        var geometry = new ImageGeometry(new GridSize(6, 5, 4), new Vector3D(1, 2, 3), new Vector3D(10, 20, 30));
        var image = Volume.Create(geometry, Enumerable.Range(0, 120).Select(i => (short)i).ToArray());
        var mask = Mask.Create(geometry, new Region(new VoxelIndex(2, 3, 0), new GridSize(2, 1, 1)), new byte[] { 1, 1 });
        var (part, region) = Cropper.ToRegion(image, mask, padDistance: 1);
        Assert.Equal(new GridSize(4, 3, 2), part.Size);
        Assert.Equal(new Vector3D(11, 24, 30), part.Geometry.Origin);
        Assert.Equal(PixelType.Int16, part.PixelType);
        Assert.Equal(image[2, 3, 1], part[1, 1, 1]);
        Assert.Equal(new VoxelIndex(1, 1, 0), region.BoundingBox.Start);
        Assert.Equal(2, region.VoxelCount);
    }

    [Fact]
    public void Normalisation_by_hand()
    {
        // Mean 3; squared deviations 4 + 1 + 0 + 1 + 4 = 10 over n - 1 = 4.
        var image = Volume.Create(new ImageGeometry(new GridSize(5, 1, 1), new Vector3D(1, 1, 1)), new byte[] { 1, 2, 3, 4, 5 });
        var d = Math.Sqrt(2.5);
        var expected = new[] { -10.0, -10 / d, 0, 10 / d, 10 };
        var actual = Normaliser
            .Normalise(image, scale: 10, removeOutliers: 1, cancellationToken: TestContext.Current.CancellationToken)
            .Read(image.Geometry.Region)
            .Values.ToArray();
        for (var i = 0; i < 5; i++)
            Assert.Equal(expected[i], actual[i], 12);
    }

    // Splines overshoot beside a step: from one end of a type's range to the other they leave it, and are cut off there.
    [Theory]
    [InlineData(PixelType.Int16, short.MinValue, short.MaxValue)]
    [InlineData(PixelType.UInt16, ushort.MinValue, ushort.MaxValue)]
    public void What_leaves_a_type_of_16_bits_is_cut_off_at_its_ends(PixelType type, int least, int greatest)
    {
        var size = new GridSize(21, 5, 3);
        var geometry = new ImageGeometry(size, new Vector3D(1, 1, 1));
        int[] voxels = [.. Enumerable.Range(0, (int)size.Count).Select(i => i % 21 < 9 ? least : i % 21 < 14 ? greatest : least + 7 * i)];
        var real = Volume.Create(geometry, voxels.Select(v => (double)v).ToArray());
        var image = type == PixelType.Int16
            ? Volume.Create(geometry, voxels.Select(v => (short)v).ToArray())
            : Volume.Create(geometry, voxels.Select(v => (ushort)v).ToArray());
        var grid = new ImageGeometry(new GridSize(61, 5, 3), new Vector3D(1 / 3d, 1, 1));

        var (cut, whole) = (Resampler.Resample(image, grid), Resampler.Resample(real, grid));

        var (below, above) = (0, 0);
        for (var x = 0; x < 61; x++)
        {
            var value = whole[x, 2, 1];
            (below, above) = (below + (value < least ? 1 : 0), above + (value > greatest ? 1 : 0));
            Assert.Equal(Math.Clamp(Math.Truncate(value), least, greatest), cut[x, 2, 1]);
        }
        Assert.True(below > 0 && above > 0);
    }
}
