namespace Radiomics.Imaging.Dicom;

/// <summary>A CT, MR or PET series as one volume: its slices sorted by position along their normal, each with its own rescale slope and intercept applied.</summary>
/// <remarks>
/// The values are stored value times slope plus intercept and nothing else: pixels that hold Pixel Padding Value stay as
/// they are, and MONOCHROME1 (bright means low) is not inverted, both as in SimpleITK. The pixel type is the one that GDCM
/// chooses, because PyRadiomics' resampler rounds into it.
/// </remarks>
public sealed class DicomSeries
{
    private DicomSeries(Volume volume, IDicomObject first, IReadOnlyList<string> sources) =>
        (Volume, SeriesInstanceUid, FrameOfReferenceUid, Modality, TransferSyntaxUid, Sources) = (
            volume,
            DicomFolder.Uid(first.GetString(Tags.SeriesInstanceUid)),
            DicomFolder.Uid(first.GetString(Tags.FrameOfReferenceUid)),
            DicomFolder.Modality(first),
            first.TransferSyntaxUid,
            sources);

    /// <summary>The image.</summary>
    public Volume Volume { get; }

    /// <summary>The series' UID; empty where the files have none.</summary>
    public string SeriesInstanceUid { get; }

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
    /// A folder, whose DICOM images must be of one series (or <see cref="DicomSeriesOptions.SeriesInstanceUid"/> says which); its sub-folders are
    /// looked into only where it holds no image itself. Or one file: then the series it belongs to, in its folder, or the object itself where it is multi-frame.
    /// </param>
    /// <param name="options">How; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ImageFormatException">There is no such series, several are there, a slice is missing, doubled, shifted or of another kind, a file is damaged or compressed.</exception>
    public static DicomSeries Read(string path, DicomSeriesOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= DicomSeriesOptions.Default;
        var threads = Threads(options);
        if (Directory.Exists(path))
        {
            var files = DicomFolder.Open(path, recursive: false, threads, cancellation);
            if (!files.Exists(DicomFolder.IsImage))
                files = DicomFolder.Open(path, recursive: true, threads, cancellation);
            return Build(path, DicomFolder.Choose(path, files, options.SeriesInstanceUid), options, cancellation);
        }

        var one = DicomFile.Open(path);
        if (!DicomFolder.IsImage(one))
            throw new ImageFormatException(path, $"this DICOM object ({NameOf(one)}) is not an image.");
        if (SliceReader.FrameCount(one) > 1)
            return Build(path, [one], options, cancellation);
        var uid = one.GetString(Tags.SeriesInstanceUid);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var siblings = DicomFolder.Open(folder, recursive: false, threads, cancellation).Where(f => DicomFolder.IsImage(f) && f.GetString(Tags.SeriesInstanceUid) == uid);
        return Build(folder, [.. siblings], options, cancellation);
    }

    /// <summary>Reads the series that the given files hold.</summary>
    /// <param name="files">The files, in any order.</param>
    /// <param name="options">How; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ImageFormatException">As for <see cref="Read(string, DicomSeriesOptions, CancellationToken)"/>; a file that is not DICOM is an error here.</exception>
    public static DicomSeries Read(IEnumerable<string> files, DicomSeriesOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        var paths = files.ToArray();
        var objects = new IDicomObject[paths.Length];
        DicomFolder.For(paths.Length, Threads(options ?? DicomSeriesOptions.Default), i => objects[i] = DicomFile.Open(paths[i]), cancellation);
        return FromObjects(objects, options, cancellation);
    }

    /// <summary>Builds a series from objects that are open already, from this library's parser or another's.</summary>
    /// <param name="objects">The objects, in any order; those that are not images are passed over.</param>
    /// <param name="options">How; the defaults where <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ImageFormatException">As for <see cref="Read(string, DicomSeriesOptions, CancellationToken)"/>.</exception>
    public static DicomSeries FromObjects(IEnumerable<IDicomObject> objects, DicomSeriesOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        options ??= DicomSeriesOptions.Default;
        _ = Threads(options);
        var all = objects.ToList();
        var source = all.Count == 1 ? all[0].Source : $"{all.Count} DICOM objects";
        return Build(source, DicomFolder.Choose(source, all, options.SeriesInstanceUid), options, cancellation);
    }

    private static int Threads(DicomSeriesOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDegreeOfParallelism, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.SpacingTolerance);
        return options.MaxDegreeOfParallelism;
    }

    private static string NameOf(IDicomObject file) => DicomFolder.Modality(file) is { Length: > 0 } modality ? modality : "of unknown modality";

    private static DicomSeries Build(string source, List<IDicomObject> files, DicomSeriesOptions options, CancellationToken cancellation)
    {
        if (files.Find(f => !TransferSyntax.IsNative(f.TransferSyntaxUid)) is { } compressed)
            throw TransferSyntax.Refuse(compressed.Source, compressed.TransferSyntaxUid);
        var (slices, geometry) = SliceStack.Build(source, [.. files.SelectMany(SliceReader.Read)], options.SpacingTolerance);
        double[]? factors = null;
        if (options.PetValues == PetValues.SuvBodyWeight)
        {
            var suv = SuvBodyWeight.For(files);
            factors = Array.ConvertAll(slices, s => suv[s.Object]);
        }
        var type = factors is null ? PixelConverter.TypeFor(slices) : PixelType.Float64;
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
        return new DicomSeries(volume, slices[0].Object, Array.ConvertAll(slices, s => s.Object.Source));

        Volume Read<T>()
            where T : unmanaged, System.Numerics.INumber<T>
        {
            var plane = geometry.Size.X * geometry.Size.Y;
            var voxels = GC.AllocateUninitializedArray<T>((int)geometry.Size.Count);
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
            }, cancellation);
            return Volume.Create(geometry, voxels);
        }
    }
}
