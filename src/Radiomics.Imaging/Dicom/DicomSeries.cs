using Radiomics.Imaging.Dicom.Codecs;

namespace Radiomics.Imaging.Dicom;

/// <summary>A CT, MR or PET series as one volume: its slices sorted by position along their normal, each with its own rescale slope and
/// intercept applied.</summary>
/// <remarks>
/// The values are stored value times slope plus intercept and nothing else: pixels that hold Pixel Padding Value stay as
/// they are, as in SimpleITK, and MONOCHROME1 (bright means low) is not inverted, which SimpleITK does. The pixel type is the one that GDCM
/// chooses, because PyRadiomics' resampler rounds into it.
/// </remarks>
public sealed class DicomSeries
{
    private DicomSeries(Volume volume, IDicomObject first, IReadOnlyList<string> sources, string name, IReadOnlyList<string> warnings) =>
        (Volume, VolumeName, Warnings, SeriesInstanceUid, FrameOfReferenceUid, Modality, TransferSyntaxUid, Sources) = (
            volume,
            name,
            warnings,
            DicomFolder.Uid(first.Text(Tags.SeriesInstanceUid)),
            DicomFolder.Uid(first.Text(Tags.FrameOfReferenceUid)),
            DicomFolder.Modality(first),
            first.TransferSyntaxUid,
            sources);

    /// <summary>The image.</summary>
    public Volume Volume { get; }

    /// <summary>What sets this volume apart from the others of its series, such as <c>temporal position 2</c>; empty where it is the only
    /// one.</summary>
    public string VolumeName { get; }

    /// <summary>The formula that made the values, with its inputs, for the provenance: of SUVs; empty where the values are as
    /// stored.</summary>
    public string Values { get; private init; } = "";

    /// <summary>What a reader should know, such as slices that were taken as even or interpolated; usually empty.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The series' UID; empty where the files have none.</summary>
    public string SeriesInstanceUid { get; }

    /// <summary>The study's UID; empty where the files have none.</summary>
    public string StudyInstanceUid { get; private init; } = "";

    /// <summary>The UID of the image of each slice; none where the slices were interpolated.</summary>
    public IReadOnlyList<string> ImageUids { get; private init; } = [];

    internal string ImageClassUid { get; private init; } = "";

    /// <summary>The UID of the frame of reference that the positions are in; empty where the files have none.</summary>
    public string FrameOfReferenceUid { get; }

    /// <summary>The modality: <c>CT</c>, <c>MR</c>, <c>PT</c> ...</summary>
    public string Modality { get; }

    /// <summary>The UID of the transfer syntax of the first slice's file.</summary>
    public string TransferSyntaxUid { get; }

    /// <summary>The file of each slice, in the volume's order.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Reads a series.</summary>
    /// <param name="path">
    /// A folder, whose DICOM images must be of one series (or <see cref="DicomSeriesOptions.SeriesInstanceUid"/> says which); its
    /// sub-folders are
    /// looked into only where it holds no image itself. Or one file: then the series it belongs to, in its folder, or the object itself
    /// where it is multi-frame.
    /// </param>
    /// <param name="options">How; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ImageFormatException">There is no such series, several are there, a slice is missing, doubled, shifted or of
    /// another kind, a file is damaged or compressed.</exception>
    public static DicomSeries Read(string path, DicomSeriesOptions? options = null, CancellationToken cancellationToken = default)
    {
        var found = Find(path, options ??= DicomSeriesOptions.Default, cancellationToken);
        return Build(found, options, cancellationToken);
    }

    /// <summary>Reads every volume of a series, one after another.</summary>
    /// <param name="path">As for <see cref="Read(string, DicomSeriesOptions, CancellationToken)"/>.</param>
    /// <param name="options">How; the defaults where <see langword="null"/>. <see cref="DicomSeriesOptions.Volume"/> does not
    /// count.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The volumes in the order in which <see cref="DicomDescription"/> lists them; each is read when it is asked for.</returns>
    /// <exception cref="ImageFormatException">As for <see cref="Read(string, DicomSeriesOptions, CancellationToken)"/>.</exception>
    public static IEnumerable<DicomSeries> ReadVolumes(
        string path,
        DicomSeriesOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var found = Find(path, options ??= DicomSeriesOptions.Default, cancellationToken);
        var parts = VolumeSplit.Of(SlicesOf(found.Files, options));
        return parts.Select(p => Build(found, p, options, cancellationToken));
    }

    private static FoundSeries Find(string path, DicomSeriesOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var threads = Threads(options);
        if (Directory.Exists(path))
        {
            var opened = DicomFolder.Search(path, DicomFolder.IsImage, threads, cancellationToken);
            if (!opened.Files.Exists(DicomFolder.IsImage))
                opened.RefuseDamaged();
            return FoundSeries.In(opened, path, DicomFolder.Choose(path, opened.Files, options.SeriesInstanceUid));
        }

        var one = DicomFile.Open(path);
        if (DicomFolder.Modality(one) == "RTDOSE" || SliceReader.IsPlaceless(one))
            return new FoundSeries(path, [one], [], RealWorldObjects.None);
        if (!DicomFolder.IsImage(one))
            throw new ImageFormatException(path, $"this DICOM object ({NameOf(one)}) is not an image.");
        // Of an object with many frames the folder is looked through only where a map of values is wanted, which may lie beside it.
        var whole = SliceReader.FrameCount(one) > 1;
        if (whole && options.StoredValues != StoredValues.RealWorld)
            return new FoundSeries(path, [one], [], RealWorldObjects.None);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var siblings = DicomFolder.Open(folder, recursive: false, threads, cancellationToken);
        if (whole)
            return new FoundSeries(path, [one], [], RealWorldObjects.Of(siblings.Files));
        var uid = one.Text(Tags.SeriesInstanceUid);
        var series = siblings.Files.Where(f => DicomFolder.IsImage(f) && f.Text(Tags.SeriesInstanceUid) == uid);
        return FoundSeries.In(siblings, folder, [.. series]);
    }

    /// <summary>Reads the series that the given files hold.</summary>
    /// <param name="files">The files, in any order.</param>
    /// <param name="options">How; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ImageFormatException">As for <see cref="Read(string, DicomSeriesOptions, CancellationToken)"/>; a file that is not
    /// DICOM is an error here.</exception>
    public static DicomSeries Read(
        IEnumerable<string> files,
        DicomSeriesOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(files);
        var paths = files.ToArray();
        var objects = new IDicomObject[paths.Length];
        DicomFolder.For(
            paths.Length,
            Threads(options ?? DicomSeriesOptions.Default),
            i => objects[i] = DicomFile.Open(paths[i]),
            cancellationToken
        );
        return FromObjects(objects, options, cancellationToken);
    }

    /// <summary>Builds a series from objects that are open already, from this library's parser or another's.</summary>
    /// <param name="objects">The objects, in any order; those that are not images are passed over.</param>
    /// <param name="options">How; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ImageFormatException">As for <see cref="Read(string, DicomSeriesOptions, CancellationToken)"/>.</exception>
    public static DicomSeries FromObjects(
        IEnumerable<IDicomObject> objects,
        DicomSeriesOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(objects);
        options ??= DicomSeriesOptions.Default;
        _ = Threads(options);
        var all = objects.ToList();
        var source = all.Count == 1 ? all[0].Source : $"{all.Count} DICOM objects";
        return Build(
            new FoundSeries(source, DicomFolder.Choose(source, all, options.SeriesInstanceUid), [], RealWorldObjects.Of(all)),
            options,
            cancellationToken
        );
    }

    private static int Threads(DicomSeriesOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDegreeOfParallelism, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.SpacingTolerance);
        return options.MaxDegreeOfParallelism;
    }

    private static string NameOf(IDicomObject file) =>
        DicomFolder.Modality(file) is { Length: > 0 } modality ? modality : "of unknown modality";

    private static DicomSeries Build(FoundSeries found, DicomSeriesOptions options, CancellationToken cancellationToken)
    {
        if (found.Files.Find(f => !TransferSyntax.IsRead(f.TransferSyntaxUid)) is { } compressed)
            throw TransferSyntax.Refuse(compressed.Source, compressed.TransferSyntaxUid);
        var parts = VolumeSplit.Of(SlicesOf(found.Files, options));
        return Build(found, Choose(found.Source, parts, options.Volume), options, cancellationToken);
    }

    private static List<Slice> SlicesOf(List<IDicomObject> files, DicomSeriesOptions options)
    {
        List<Slice> slices = [.. files.SelectMany(SliceReader.Read)];
        // SimpleITK takes a mosaic for one slice, and the low bits for the pixel.
        if (options.Compatibility != Compatibility.PyRadiomics)
        {
            ImageKind.RefuseMosaics(slices);
            PixelHeader.RefuseHighBits(slices);
        }
        return slices;
    }

    private static VolumePart Choose(string source, List<VolumePart> parts, int? wanted)
    {
        if (wanted is { } index)
        {
            return (uint)index < (uint)parts.Count
                ? parts[index]
                : throw new ImageFormatException(
                    source,
                    Invariant($"volume {index} was asked for; the series holds {parts.Count}, counted from ")
                        + $"0{(parts.Count > 1 ? $": {List(parts)}" : "")}."
                );
        }
        if (parts.Count == 1)
            return parts[0];
        // Slices of other sizes or directions are mostly a localizer that strayed into the series: that message names them.
        SliceStack.CheckAlike(source, [.. parts.SelectMany(p => p.Slices)]);
        throw new ImageFormatException(
            source,
            $"the series holds {parts.Count} volumes; choose one ({nameof(DicomSeriesOptions)}.{nameof(DicomSeriesOptions.Volume)}): "
                + $"{List(parts)}."
        );
    }

    // Where slices are missing, the files that were passed over are why.
    private static SliceLayout Layout(FoundSeries found, VolumePart part, DicomSeriesOptions options)
    {
        try
        {
            return SliceStack.Build(found.Source, part.Slices, options);
        }
        catch (ImageFormatException e) when (found.Warnings.Count > 0)
        {
            throw new ImageFormatException(e.Path, $"{e.Problem} {string.Join(' ', found.Warnings)}", e);
        }
    }

    private static string List(List<VolumePart> parts) =>
        string.Join("; ", parts.Take(20).Select((p, i) => Invariant($"{i}: {p.Name} ({p.Slices.Count} slice(s))")))
        + (parts.Count > 20 ? Invariant($"; and {parts.Count - 20} more") : "");

    private static DicomSeries Build(FoundSeries found, VolumePart part, DicomSeriesOptions options, CancellationToken cancellationToken)
    {
        var layout = Layout(found, part, options);
        var (geometry, formulas) = (layout.Geometry, new List<string>());
        var slices = SliceScaling.Apply(found.Maps.Hand(layout.Slices), options, formulas);
        double[]? factors = null;
        if (options.PetValues != PetValues.AsStored)
        {
            var suv = SuvFactor.For([.. slices.Select(s => s.Object).Distinct()], options.PetValues, formulas);
            factors = Array.ConvertAll(slices, s => suv[s.Object]);
        }
        var type = factors is null ? PixelConverter.TypeFor(slices) : PixelType.Float64;
        if (layout.Plan is not null)
            return Finish(Interpolated());
        var volume = type switch
        {
            PixelType.UInt8 => Read<byte>(),
            PixelType.Int8 => Read<sbyte>(),
            PixelType.UInt16 => Read<ushort>(),
            PixelType.Int16 => Read<short>(),
            PixelType.UInt32 => Read<uint>(),
            PixelType.Int32 => Read<int>(),
            PixelType.Float32 => Read<float>(),
            _ => Read<double>(),
        };
        return Finish(volume);

        DicomSeries Finish(Volume read) =>
            new(
                read,
                slices[0].Object,
                Array.ConvertAll(slices, s => s.Object.Source),
                part.Name,
                [
                    .. found.Warnings,
                    .. layout.Warnings,
                    .. SliceScaling.Warnings(slices[0], options.Compatibility),
                    .. DoseGrid.Warnings(slices[0].Object),
                    .. RealWorldObjects.Warnings(slices),
                ]
            )
            {
                StudyInstanceUid = DicomFolder.Uid(slices[0].Object.Text(Tags.StudyInstanceUid)),
                ImageClassUid = DicomFolder.Uid(slices[0].Object.Text(Tags.SopClassUid)),
                ImageUids = layout.Plan is null
                    ? Array.ConvertAll(slices, s => DicomFolder.Uid(s.Object.Text(Tags.SopInstanceUid)))
                    : [],
                Values =
                    formulas.Count == 0 ? ""
                    : formulas.Count == 1 ? formulas[0]
                    : Invariant($"{formulas[0]} (and {formulas.Count - 1} more of other slices)"),
            };

        Volume Interpolated()
        {
            var voxels = SliceInterpolation.Fill(
                layout,
                i =>
                {
                    var slice = slices[i];
                    var bytes = new byte[slice.Format.FrameBytes];
                    slice.Object.ReadPixelData(slice.Frame * slice.Format.FrameBytes, bytes);
                    var plane = new double[slice.Format.Columns * slice.Format.Rows];
                    PixelConverter.Convert(bytes, slice, factors?[i] ?? 1, plane.AsSpan());
                    return plane;
                },
                options.MaxDegreeOfParallelism,
                cancellationToken
            );
            return type == PixelType.Float64
                ? Volume.Create(geometry, voxels)
                : Volume.Create(geometry, Array.ConvertAll(voxels, v => (float)v));
        }

        Volume Read<T>()
            where T : unmanaged, System.Numerics.INumber<T>
        {
            var plane = geometry.Size.X * geometry.Size.Y;
            var voxels = LargeArray.Uninitialised<T>((int)geometry.Size.Count);
            using var buffers = new ThreadLocal<byte[]>(() => []);
            DicomFolder.For(slices.Length, options.MaxDegreeOfParallelism, i =>
            {
                var slice = slices[i];
                var length = (int)slice.Format.FrameBytes;
                if (buffers.Value!.Length < length)
                    buffers.Value = new byte[length];
                var bytes = buffers.Value.AsSpan(0, length);
                slice.Object.ReadPixelData(slice.Frame * slice.Format.FrameBytes, bytes);
                PixelConverter.Convert(bytes, slice, factors?[i] ?? 1, voxels.AsSpan(i * plane, plane));
            }, cancellationToken);
            return Volume.Create(geometry, voxels);
        }
    }

    /// <summary>Modality, grid and spacing, and the warnings; nothing of the patient.</summary>
    public override string ToString() =>
        string.Join('\n', Warnings.Select(w => $"Warning: {w}").Prepend($"{Modality} series, {Volume.Geometry}"));
}
