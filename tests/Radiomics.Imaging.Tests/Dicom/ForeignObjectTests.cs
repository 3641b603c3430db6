using System.Globalization;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>Objects that another DICOM library has parsed feed the series, structure set and segmentation builders through the public
/// interfaces alone.</summary>
public class ForeignObjectTests
{
    private const string ExplicitLittle = "1.2.840.10008.1.2.1";

    [Fact]
    public void Slices_of_another_parser_make_a_series()
    {
        var series = DicomSeries.FromObjects([Slice(1), Slice(0), Slice(2)], null, TestContext.Current.CancellationToken);

        Assert.Equal(new GridSize(4, 4, 3), series.Volume.Size);
        Assert.Equal(new Vector3D(0.5, 0.5, 2), series.Volume.Geometry.Spacing);
        Assert.Equal(new Vector3D(-1, -2, 0), series.Volume.Geometry.Origin);
        Assert.Equal(["memory/0", "memory/1", "memory/2"], series.Sources);
        for (var z = 0; z < 3; z++)
            Assert.Equal(2.0 * (100 * z + 4 * 3 + 1) - 1024, series.Volume[1, 3, z]);
    }

    [Fact]
    public void Contours_of_another_parser_make_a_mask()
    {
        var series = DicomSeries.FromObjects([Slice(0), Slice(1), Slice(2)], null, TestContext.Current.CancellationToken);
        // A square of 1 mm around the voxel centres (1, 1), (2, 1), (1, 2) and (2, 2) of the middle slice.
        var structures = RtStructureSet.FromObject(
            new ForeignObject("memory/rs")
            {
                [0x0008, 0x0060] = "RTSTRUCT",
                [0x3006, 0x0020] = new[]
                {
                    new ForeignDataset
                    {
                        [0x3006, 0x0022] = 7.0,
                        [0x3006, 0x0026] = "GTV",
                        [0x3006, 0x0024] = "1.2.9",
                    },
                },
                [0x3006, 0x0039] = new[]
                {
                    new ForeignDataset
                    {
                        [0x3006, 0x0084] = 7.0,
                        [0x3006, 0x0040] = new[]
                        {
                            new ForeignDataset
                            {
                                [0x3006, 0x0042] = "CLOSED_PLANAR",
                                [0x3006, 0x0050] = new[] { -0.75, -1.75, 2, 0.25, -1.75, 2, 0.25, -0.75, 2, -0.75, -0.75, 2 },
                            },
                        },
                    },
                },
            }
        );

        var mask = structures.ToMask(structures.Find("GTV"), series);

        Assert.Equal(new Region(new VoxelIndex(1, 1, 1), new GridSize(2, 2, 1)), mask.BoundingBox);
        Assert.Equal(4, mask.VoxelCount);
    }

    [Fact]
    public void Compressed_pixels_of_another_parser_are_refused_by_name()
    {
        var slice = Slice(0) with { TransferSyntaxUid = "1.2.840.10008.1.2.4.201" };
        var refusal = Assert.Throws<ImageFormatException>(() =>
            DicomSeries.FromObjects([slice], null, TestContext.Current.CancellationToken)
        );
        Assert.Contains("memory/0", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("High-Throughput JPEG 2000", refusal.Message, StringComparison.Ordinal);
    }

    private static ForeignObject Slice(int z)
    {
        var pixels = new byte[32];
        for (var i = 0; i < 16; i++)
            BitConverter.TryWriteBytes(pixels.AsSpan(2 * i), (short)(100 * z + i));
        return new ForeignObject($"memory/{z}")
        {
            Pixels = pixels,
            [0x0008, 0x0060] = "CT",
            [0x0020, 0x000E] = "1.2.3",
            [0x0020, 0x0052] = "1.2.9",
            [0x0020, 0x0032] = new[] { -1.0, -2.0, 2.0 * z },
            [0x0020, 0x0037] = new[] { 1.0, 0, 0, 0, 1, 0 },
            [0x0028, 0x0004] = "MONOCHROME2",
            [0x0028, 0x0010] = 4.0,
            [0x0028, 0x0011] = 4.0,
            [0x0028, 0x0030] = new[] { 0.5, 0.5 },
            [0x0028, 0x0100] = 16.0,
            [0x0028, 0x0103] = 1.0,
            [0x0028, 0x1052] = -1024.0,
            [0x0028, 0x1053] = 2.0,
            [0x7FE0, 0x0010] = "in memory",
        };
    }

    private record ForeignDataset : IDicomDataset
    {
        private readonly Dictionary<DicomTag, object> _elements = [];

        public object this[ushort group, ushort element]
        {
            get => _elements[new DicomTag(group, element)];
            set => _elements[new DicomTag(group, element)] = value;
        }

        public bool Contains(DicomTag tag) => _elements.ContainsKey(tag);

        public string? Text(DicomTag tag) =>
            _elements.GetValueOrDefault(tag) switch
            {
                string text => text,
                double number => number.ToString(CultureInfo.InvariantCulture),
                _ => null,
            };

        public double[] Numbers(DicomTag tag) =>
            _elements.GetValueOrDefault(tag) switch
            {
                double number => [number],
                double[] numbers => numbers,
                _ => [],
            };

        public IReadOnlyList<IDicomDataset> Items(DicomTag tag) => _elements.GetValueOrDefault(tag) as ForeignDataset[] ?? [];
    }

    private sealed record ForeignObject(string Source) : ForeignDataset, IDicomObject
    {
        public string TransferSyntaxUid { get; init; } = ExplicitLittle;

        public byte[] Pixels { get; init; } = [];

        public long PixelDataLength => Pixels.Length;

        public void ReadPixelData(long offset, Span<byte> destination) =>
            Pixels.AsSpan((int)offset, destination.Length).CopyTo(destination);
    }
}
