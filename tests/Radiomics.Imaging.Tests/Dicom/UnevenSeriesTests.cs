using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

public class UnevenSeriesTests
{
    // A wobble of 0.08 mm in 3.27 mm, as a public PET series has it.
    [Fact]
    public void A_wobble_of_less_than_a_tenth_is_read_with_one_warning()
    {
        using var folder = new TestFolder().Add(
            TestSlice.Stack(10, 3.27).Select((s, i) => s with { Position = (0, 0, 3.27 * i + (i % 3 == 1 ? 0.08 : 0)) })
        );
        var series = TestFolder.Read(folder.Path);
        Assert.Equal(3.27, series.Volume.Geometry.Spacing.Z, 1e-12);
        Assert.Contains("at most 0.08 mm off", Assert.Single(series.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Even_slices_have_no_warning()
    {
        using var folder = new TestFolder().Add(TestSlice.Stack(10, 0.625));
        Assert.Empty(TestFolder.Read(folder.Path).Warnings);
    }

    // Slice i holds 10 z: on the even grid too, for a linear ramp interpolates to itself.
    [Fact]
    public void A_missing_slice_is_interpolated_when_asked_for()
    {
        using var folder = new TestFolder().Add(
            TestSlice.Stack(7).Where((_, i) => i != 3).Select(s => s with { Pixels = Filled((short)(10 * s.Position.Z)) })
        );
        Assert.Contains(
            "missing",
            Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal
        );
        var series = TestFolder.Read(folder.Path, new() { ResampleUneven = true });
        Assert.Equal((new GridSize(4, 4, 7), 2.0), (series.Volume.Size, series.Volume.Geometry.Spacing.Z));
        for (var z = 0; z < 7; z++)
            Assert.Equal(20 * z, series.Volume[1, 2, z]);
        Assert.Contains("1 slice(s) are missing", Assert.Single(series.Warnings), StringComparison.Ordinal);
    }

    // Slices at 0, 1, 2, 3 and 6, 9, 12: the distances 1 and 3 are equally frequent, the smaller one makes the grid.
    [Fact]
    public void Two_regular_distances_become_the_smaller_one()
    {
        using var folder = new TestFolder().Add(
            new[] { 0, 1, 2, 3, 6, 9, 12 }.Select(
                (z, i) =>
                    new TestSlice
                    {
                        Position = (0, 0, z),
                        Instance = $"1.{i}",
                        Pixels = Filled((short)(7 * z)),
                    }
            )
        );
        Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path));
        var volume = TestFolder.Read(folder.Path, new() { ResampleUneven = true }).Volume;
        Assert.Equal(13, volume.Size.Z);
        for (var z = 0; z < 13; z++)
            Assert.Equal(7 * z, volume[0, 0, z], 1e-5);
    }

    // A wedge of 1 mm along y for each 2 mm along z, of whole pixels: sheared back, each slice moves by i rows, and what it leaves is the
    // darkest value.
    [Fact]
    public void A_gantry_tilt_is_sheared_back_when_asked_for()
    {
        using var folder = new TestFolder().Add(
            TestSlice
                .Stack(5)
                .Select(
                    (s, i) =>
                        s with
                        {
                            Position = (0, i, s.Position.Z),
                            Pixels = [.. Enumerable.Range(0, 16).SelectMany(p => BitConverter.GetBytes((short)(100 + p / 4 + i)))],
                        }
                )
        );
        Assert.Contains(
            "gantry tilt",
            Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message,
            StringComparison.Ordinal
        );
        var volume = TestFolder.Read(folder.Path, new() { ResampleUneven = true }).Volume;
        Assert.Equal(new GridSize(4, 8, 5), volume.Size);
        Assert.Equal(new Vector3D(1, 1, 2), volume.Geometry.Spacing);
        for (var z = 0; z < 5; z++)
        {
            for (var y = 0; y < 8; y++)
                Assert.Equal(y >= z && y < z + 4 ? 100 + y : 100, volume[2, y, z]); // that of the place in the patient: 100 + y
        }
    }

    [Fact]
    public void Time_points_are_volumes_of_their_own()
    {
        var slices = Enumerable
            .Range(0, 3)
            .SelectMany(t =>
                TestSlice
                    .Stack(4)
                    .Select(
                        (s, i) =>
                            s with
                            {
                                Instance = $"1.{t}.{i}",
                                Pixels = Filled((short)(100 * t + i)),
                                Patient = e =>
                                    e.Text(Tags.AcquisitionTime, Vr.TM, $"10{t}{i}00")
                                        .Element(new DicomTag(0x0018, 0x0081), Vr.DS, "5 "u8)
                                        .Text(new DicomTag(0x0018, 0x1060), Vr.DS, $"{300 * t} "),
                            }
                    )
            );
        using var folder = new TestFolder().Add(slices);
        var refusal = Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path)).Message;
        Assert.Contains("3 volumes", refusal, StringComparison.Ordinal);
        Assert.Contains("trigger time 600", refusal, StringComparison.Ordinal);
        for (var t = 0; t < 3; t++)
        {
            var volume = TestFolder.Read(folder.Path, new() { Volume = t }).Volume;
            Assert.Equal(4, volume.Size.Z);
            Assert.Equal(100 * t + 2, volume[0, 0, 2]);
        }
        Assert.Throws<ImageFormatException>(() => TestFolder.Read(folder.Path, new() { Volume = 3 }));
        Assert.Equal(3, DicomSeries.ReadVolumes(folder.Path, null, TestContext.Current.CancellationToken).Count());
        Assert.Equal(3, DicomDescription.Read(folder.Path, TestContext.Current.CancellationToken).Series[0].Volumes.Count);
    }

    // Two acquisitions that differ in nothing but their instance numbers.
    [Fact]
    public void Repeated_acquisitions_are_told_apart_by_their_order()
    {
        var slices = Enumerable.Range(0, 2).SelectMany(t => TestSlice.Stack(4).Select((s, i) => s with
        {
            Instance = $"1.{t}.{i}",
            Pixels = Filled((short)(100 * t + i)),
            Numbered = 10 * t + i,
        }));
        using var folder = new TestFolder().Add(slices);
        Assert.Equal(103, TestFolder.Read(folder.Path, new() { Volume = 1 }).Volume[0, 0, 3]);
    }

    private static byte[] Filled(short value) => [.. Enumerable.Repeat(BitConverter.GetBytes(value), 16).SelectMany(b => b)];
}
