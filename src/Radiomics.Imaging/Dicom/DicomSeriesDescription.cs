namespace Radiomics.Imaging.Dicom;

/// <summary>What an image series is, without anything that could identify a patient.</summary>
public sealed record DicomSeriesDescription
{
    /// <summary>The series' UID; empty where it has none.</summary>
    public required string SeriesInstanceUid { get; init; }

    /// <summary>The study's UID; empty where it has none.</summary>
    public required string StudyInstanceUid { get; init; }

    /// <summary>The frame of reference's UID; empty where it has none.</summary>
    public required string FrameOfReferenceUid { get; init; }

    /// <summary>The modality: <c>CT</c>, <c>MR</c>, <c>PT</c> ...</summary>
    public required string Modality { get; init; }

    /// <summary>The scanner's maker; empty where it is not said.</summary>
    public required string Manufacturer { get; init; }

    /// <summary>The scanner's model; empty where it is not said.</summary>
    public required string Model { get; init; }

    /// <summary>The transfer syntax's name.</summary>
    public required string TransferSyntax { get; init; }

    /// <summary>The number of files.</summary>
    public required int Files { get; init; }

    /// <summary>The unit of a PET image's values (<c>BQML</c>, <c>GML</c>, <c>CNTS</c>); empty for others.</summary>
    public required string Units { get; init; }

    /// <summary>The grid; <see langword="null"/> where the series cannot be read as a volume.</summary>
    public ImageGeometry? Geometry { get; init; }

    /// <summary>The voxels' type once they are read; <see langword="null"/> where the series cannot be read.</summary>
    public PixelType? PixelType { get; init; }

    /// <summary>Why the series cannot be read as a volume; <see langword="null"/> where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>The volumes that the series holds, in the order of their index; one for most series, none where its slices cannot be
    /// read.</summary>
    public IReadOnlyList<DicomVolumeDescription> Volumes { get; init; } = [];

    internal static DicomSeriesDescription Of(string path, string uid, IReadOnlyList<IDicomObject> files)
    {
        var first = files[0];
        ImageGeometry? geometry = null;
        PixelType? type = null;
        string? problem = null;
        List<DicomVolumeDescription> volumes = [];
        try
        {
            var compressed = files.FirstOrDefault(f => !Codecs.TransferSyntax.IsRead(f.TransferSyntaxUid));
            if (compressed is not null)
                throw Codecs.TransferSyntax.Refuse(compressed.Source, compressed.TransferSyntaxUid);
            List<Slice> slices = [.. files.SelectMany(SliceReader.Read)];
            ImageKind.RefuseMosaics(slices);
            volumes = VolumeSplit.Of(slices).ConvertAll(p => DicomVolumeDescription.Of(path, p));
            if (volumes is [var only])
                (geometry, type, problem) = (only.Geometry, only.PixelType, only.Problem);
            else
                problem =
                    $"the series holds {volumes.Count} volumes; choose one "
                        + $"({nameof(DicomSeriesOptions)}.{nameof(DicomSeriesOptions.Volume)}).";
        }
        catch (RadiomicsException e)
        {
            problem = e.Message;
        }
        return new DicomSeriesDescription
        {
            SeriesInstanceUid = uid,
            StudyInstanceUid = DicomFolder.Uid(first.Text(Tags.StudyInstanceUid)),
            FrameOfReferenceUid = DicomFolder.Uid(first.Text(Tags.FrameOfReferenceUid)),
            Modality = DicomFolder.Modality(first),
            Manufacturer = first.Text(Tags.Manufacturer) ?? "",
            Model = first.Text(Tags.ModelName) ?? "",
            TransferSyntax = Codecs.TransferSyntax.NameOf(first.TransferSyntaxUid),
            Files = files.Count,
            Units = DicomFolder.Code(first.Text(Tags.Units)),
            Geometry = geometry,
            PixelType = type,
            Problem = problem,
            Volumes = volumes,
        };
    }
}
