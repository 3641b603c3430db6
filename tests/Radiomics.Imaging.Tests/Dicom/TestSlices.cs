using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.Tests.Dicom;

/// <summary>One image slice to be written for a test, and a folder that goes away with the test.</summary>
internal sealed record TestSlice
{
    public (double X, double Y, double Z) Position { get; init; }
    public double[] Axes { get; init; } = [1, 0, 0, 0, 1, 0];
    public (double Rows, double Columns) Spacing { get; init; } = (1, 1);
    public int Columns { get; init; } = 4;
    public int Rows { get; init; } = 4;
    public int Allocated { get; init; } = 16;
    public int Stored { get; init; } = 16;
    public int? High { get; init; }
    public bool Signed { get; init; } = true;
    public double? Slope { get; init; } = 1;
    public double Intercept { get; init; }
    public string Modality { get; init; } = "CT";
    public string Series { get; init; } = "1.2.3";
    public string Instance { get; init; } = "1.2.3.4";
    public int? Numbered { get; init; }
    public string Photometric { get; init; } = "MONOCHROME2";
    public byte[]? Pixels { get; init; }
    public Action<DicomEncoder>? Patient { get; init; }
    public Action<DicomEncoder>? Nuclear { get; init; }

    public static IEnumerable<TestSlice> Stack(int count, double spacing = 2) =>
        Enumerable.Range(0, count).Select(i => new TestSlice { Position = (0, 0, spacing * i), Instance = $"1.2.3.4.{i}" });

    public void Save(string path)
    {
        var e = new DicomEncoder()
            .Text(Tags.SopClassUid, Vr.UI, "1.2.840.10008.5.1.4.1.1.2")
            .Text(Tags.SopInstanceUid, Vr.UI, Instance)
            .Text(new DicomTag(0x0008, 0x0021), Vr.DA, "20200102")
            .Text(new DicomTag(0x0008, 0x0031), Vr.TM, "100000")
            .Text(Tags.Modality, Vr.CS, Modality);
        Patient?.Invoke(e);
        e.Decimals(Tags.SliceThickness, 2.5)
            .Text(Tags.SeriesInstanceUid, Vr.UI, Series);
        if (Numbered is { } number)
            e.Text(Tags.InstanceNumber, Vr.IS, $"{number} ");
        e.Decimals(Tags.ImagePosition, Position.X, Position.Y, Position.Z)
            .Decimals(Tags.ImageOrientation, Axes)
            .Text(Tags.FrameOfReferenceUid, Vr.UI, "1.2.9")
            .Number(Tags.SamplesPerPixel, 1)
            .Text(Tags.PhotometricInterpretation, Vr.CS, Photometric)
            .Number(Tags.Rows, (ushort)Rows)
            .Number(Tags.Columns, (ushort)Columns)
            .Decimals(Tags.PixelSpacing, Spacing.Rows, Spacing.Columns)
            .Number(Tags.BitsAllocated, (ushort)Allocated)
            .Number(Tags.BitsStored, (ushort)Stored)
            .Number(Tags.HighBit, (ushort)(High ?? Stored - 1))
            .Number(Tags.PixelRepresentation, (ushort)(Signed ? 1 : 0));
        if (Slope is { } slope)
            e.Decimals(Tags.RescaleIntercept, Intercept).Decimals(Tags.RescaleSlope, slope);
        Nuclear?.Invoke(e);
        e.Element(Tags.PixelData, Allocated == 8 ? Vr.OB : Vr.OW, Pixels ?? new byte[Rows * Columns * Allocated / 8])
            .Save(path, "1.2.840.10008.5.1.4.1.1.2", Instance);
    }
}

internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("radiomics-dicom").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public TestFolder Add(params IEnumerable<TestSlice> slices)
    {
        // Names in no order: nothing may depend on them.
        foreach (var slice in slices)
            // No digits, which could be a year by chance.
            slice.Save(File(string.Concat($"{Guid.NewGuid():N}".Select(c => (char)(char.IsAsciiDigit(c) ? c + 55 : c)))));
        return this;
    }

    public static DicomSeries Read(string path, DicomSeriesOptions? options = null) =>
        DicomSeries.Read(path, options, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
