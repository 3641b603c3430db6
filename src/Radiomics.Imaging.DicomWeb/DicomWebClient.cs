using System.Net;
using Files;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.DicomWeb;

/// <summary>
/// A DICOMweb archive (DICOM PS3.18): finds studies (QIDO-RS), reads series, structure sets and segmentations into memory (WADO-RS), and
/// sends
/// objects (STOW-RS). Requests are made again where that may help; what does not come whole is an error, never a smaller image. Nothing
/// that
/// it gives, says or throws names a patient; the objects themselves are as the archive has them.
/// </summary>
public sealed class DicomWebClient
{
    private readonly Transport _transport;
    private readonly DicomWebOptions _options;

    /// <summary>Creates a client.</summary>
    /// <param name="http">
    /// Makes the requests; its <see cref="HttpClient.BaseAddress"/> is the root of the service, such as <c>https://pacs/dicom-web</c>.
    /// Certificates and
    /// proxies are its handler's; it is not disposed of here. Its Timeout should not be shorter than <see cref="DicomWebOptions.Timeout"/>.
    /// </param>
    /// <param name="options">How; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The address is missing or none of http and https, or a token would go over plain http to
    /// another machine.</exception>
    public DicomWebClient(HttpClient http, DicomWebOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _options = options ?? DicomWebOptions.Default;
        _transport = new Transport(http, _options);
    }

    /// <summary>Finds studies.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The studies in the server's order; none where there are none.</returns>
    /// <exception cref="DicomWebException">The server refuses, cannot be reached, or does not answer as the standard says.</exception>
    public async Task<IReadOnlyList<DicomWebStudy>> FindStudiesAsync(DicomWebQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        if (query.StudyInstanceUid is { } uid)
            Check(uid, nameof(query));
        var found = await _transport
            .SearchAsync("looking for studies", "studies", query.Parameters(), DicomJson.StudyInstanceUid, query.Limit, cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. found.Select(s => new DicomWebStudy(
                DicomJson.Uid(s, DicomJson.StudyInstanceUid),
                [.. DicomJson.Texts(s, "00080061").Select(Code)],
                DicomJson.Number(s, "00201206"),
                DicomJson.Number(s, "00201208")
            )),
        ];
    }

    /// <summary>Finds the series of a study.</summary>
    /// <param name="studyInstanceUid">The study.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The series in the server's order; none where there is no such study.</returns>
    /// <exception cref="DicomWebException">The server refuses, cannot be reached, or does not answer as the standard says.</exception>
    public async Task<IReadOnlyList<DicomWebSeries>> FindSeriesAsync(string studyInstanceUid, CancellationToken cancellationToken = default)
    {
        Check(studyInstanceUid, nameof(studyInstanceUid));
        var found = await _transport
            .SearchAsync(
                $"looking for the series of study {studyInstanceUid}",
                $"studies/{studyInstanceUid}/series",
                [],
                DicomJson.SeriesInstanceUid,
                int.MaxValue,
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. found.Select(s => new DicomWebSeries(
                studyInstanceUid,
                DicomJson.Uid(s, DicomJson.SeriesInstanceUid),
                Code(DicomJson.Text(s, "00080060")),
                DicomJson.Number(s, "00201209")
            )),
        ];
    }

    /// <summary>Reads the objects of a series into memory, in the syntax that they are stored in.</summary>
    /// <param name="series">The series.</param>
    /// <param name="progress">Told how many objects have come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>All objects of the series, in the order of their UIDs; what <see cref="DicomSeries.FromObjects"/> and the others
    /// take.</returns>
    /// <exception cref="DicomWebException">There is no such series, the server refuses, or an object did not come;
    /// <see cref="DicomWebException.Failures"/> names those.</exception>
    public async Task<IReadOnlyList<DicomFile>> ReadObjectsAsync(
        DicomWebSeries series,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var retrieval = Retrieve(series);
        var objects = new SortedDictionary<string, DicomFile>(StringComparer.Ordinal);
        var wanted = await retrieval.ListAsync(cancellationToken).ConfigureAwait(false);
        await retrieval.RunAsync([.. wanted], o => objects[o.SopInstanceUid] = o.File, progress, cancellationToken).ConfigureAwait(false);
        return [.. objects.Values];
    }

    /// <summary>Reads an image series straight into a volume.</summary>
    /// <param name="series">The series.</param>
    /// <param name="options">How its objects become a volume; the defaults where <see langword="null"/>.</param>
    /// <param name="progress">Told how many objects have come.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DicomWebException">As for <see cref="ReadObjectsAsync"/>.</exception>
    /// <exception cref="ImageFormatException">The objects make no volume.</exception>
    public async Task<DicomSeries> ReadSeriesAsync(
        DicomWebSeries series,
        DicomSeriesOptions? options = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    ) => DicomSeries.FromObjects(
        await ReadObjectsAsync(series, progress, cancellationToken).ConfigureAwait(false),
        options,
        cancellationToken
    );

    /// <summary>Reads a structure set.</summary>
    /// <param name="series">Its series.</param>
    /// <param name="sopInstanceUid">Which, where the series holds several; <see langword="null"/> where there must be one only.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DicomWebException">As for <see cref="ReadObjectsAsync"/>; or there is no such object in the series, or there are
    /// several.</exception>
    /// <exception cref="ImageFormatException">It is no structure set, or a damaged one.</exception>
    public async Task<RtStructureSet> ReadStructureSetAsync(
        DicomWebSeries series,
        string? sopInstanceUid = null,
        CancellationToken cancellationToken = default
    ) => RtStructureSet.FromObject(await ReadOneAsync(series, sopInstanceUid, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads a segmentation object.</summary>
    /// <param name="series">Its series.</param>
    /// <param name="sopInstanceUid">Which, where the series holds several; <see langword="null"/> where there must be one only.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DicomWebException">As for <see cref="ReadObjectsAsync"/>; or there is no such object in the series, or there are
    /// several.</exception>
    /// <exception cref="ImageFormatException">It is no segmentation, or a damaged one.</exception>
    public async Task<DicomSegmentation> ReadSegmentationAsync(
        DicomWebSeries series,
        string? sopInstanceUid = null,
        CancellationToken cancellationToken = default
    ) => DicomSegmentation.FromObject(await ReadOneAsync(series, sopInstanceUid, cancellationToken).ConfigureAwait(false));

    /// <summary>Saves the objects of a series as files, byte for byte as the archive gives them, named by their SOP Instance UIDs. Files
    /// that
    /// are there already are not asked for again, so that a broken run goes on where it was.</summary>
    /// <param name="series">The series.</param>
    /// <param name="folder">The folder; it is created where it is missing.</param>
    /// <param name="progress">Told how many objects have come.</param>
    /// <param name="cancellationToken">Ends the reading; files that are there stay.</param>
    /// <returns>The files, all of the series, in the order of their names.</returns>
    /// <exception cref="DicomWebException">As for <see cref="ReadObjectsAsync"/>; what came is there.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<IReadOnlyList<string>> SaveSeriesAsync(
        DicomWebSeries series,
        string folder,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var retrieval = Retrieve(series);
        var wanted = await retrieval.ListAsync(cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(folder);
        await retrieval
            .RunAsync(
                [.. wanted.Where(u => !File.Exists(PathOf(u)))],
                o => AtomicFile.Write(PathOf(o.SopInstanceUid), stream => stream.Write(o.Bytes.Span)),
                progress,
                cancellationToken
            )
            .ConfigureAwait(false);
        return [.. wanted.Select(PathOf).Order(StringComparer.Ordinal)];

        string PathOf(string uid) => Path.Combine(folder, uid + ".dcm");
    }

    /// <summary>
    /// Sends DICOM files to the archive, each in a request of its own. An object that <see cref="DicomWriter"/> wrote, whose patient is a
    /// placeholder, gets
    /// the patient and study of its study on the server while it is sent; other files are sent as they are.
    /// </summary>
    /// <param name="files">The files.</param>
    /// <param name="progress">Told how many have been sent.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <returns>What the server changed or passed over, and objects that were sent with the placeholder because the server does not have
    /// their study; usually nothing.</returns>
    /// <exception cref="DicomWebException">Some were not stored; <see cref="DicomWebException.Failures"/> names them, each with its
    /// reason. The others were.</exception>
    /// <exception cref="ImageFormatException">A file is not DICOM; then nothing was sent.</exception>
    public async Task<IReadOnlyList<string>> SendAsync(
        IReadOnlyList<string> files,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(files);
        var objects = files.Select(f => (Path: f, File: DicomFile.Open(f))).ToList();
        var (sending, warnings) = (new Sending(_transport), new List<string>());
        var failures = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var sent = 0;
        foreach (var (path, file) in objects)
        {
            try
            {
                warnings.AddRange(await sending.SendAsync(path, file, cancellationToken).ConfigureAwait(false));
            }
            catch (DicomWebException e)
                when (e.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            {
                failures[path] = e.Message;
            }
            progress?.Report(++sent);
        }
        if (failures.Count == 0)
            return warnings;
        throw new DicomWebException(
            Invariant($"{failures.Count} of {files.Count} files were not stored: ")
                + string.Join("; ", failures.Take(3).Select(f => $"{f.Key}: {f.Value.TrimEnd('.')}"))
                + (failures.Count > 3 ? "; ..." : "."),
            failures: failures
        );
    }

    private async Task<DicomFile> ReadOneAsync(DicomWebSeries series, string? uid, CancellationToken cancellationToken)
    {
        var retrieval = Retrieve(series);
        var all = await retrieval.ListAsync(cancellationToken).ConfigureAwait(false);
        if (uid is null ? all.Count > 1 : !all.Contains(uid))
            throw new DicomWebException(
                $"Series {series.SeriesInstanceUid} holds {(uid is null ? "several objects" : $"no object {uid}")}; choose one by its SOP "
                    + $"Instance UID: {string.Join(", ", all.Order(StringComparer.Ordinal).Take(20))}{(all.Count > 20 ? ", ..." : "")}."
            );
        DicomFile? file = null;
        await retrieval.RunAsync([uid ?? all[0]], o => file = o.File, null, cancellationToken).ConfigureAwait(false);
        return file!;
    }

    private SeriesRetrieval Retrieve(DicomWebSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        Check(series.StudyInstanceUid, nameof(series));
        Check(series.SeriesInstanceUid, nameof(series));
        return new SeriesRetrieval(_transport, series, _options.MaxDegreeOfParallelism);
    }

    private static void Check(string uid, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(uid, parameter);
        if (!DicomJson.IsUid(uid))
            throw new ArgumentException("A UID holds digits and points, at most 64, and starts with a digit.", parameter);
    }

    // A code of the standard; anything else could be text that belongs to nobody else.
    private static string Code(string text) =>
        text.Length <= 16 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '_' or ' ') ? text : "";
}
