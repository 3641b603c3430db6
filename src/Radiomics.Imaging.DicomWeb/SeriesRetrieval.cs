using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Radiomics.Imaging.DicomWeb;

/// <summary>
/// Gets every object of a series: all in one answer, read as it comes; then those one by one that did not come with it. What the server
/// lists and
/// does not give is an error: a series without its last slices looks like a whole one.
/// </summary>
internal sealed class SeriesRetrieval(Transport transport, DicomWebSeries series, int parallel)
{
    // As stored: a transcoded object would be another, and a lossy one has other voxels.
    private const string Stored = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    private readonly HashSet<string> _got = [];

    private string Path => $"studies/{series.StudyInstanceUid}/series/{series.SeriesInstanceUid}";

    /// <summary>The UIDs of its objects.</summary>
    public async Task<List<string>> ListAsync(CancellationToken cancellationToken)
    {
        var found = await transport
            .SearchAsync(
                $"looking for the objects of series {series.SeriesInstanceUid}",
                Path + "/instances",
                [],
                DicomJson.SopInstanceUid,
                int.MaxValue,
                cancellationToken
            )
            .ConfigureAwait(false);
        return found.Count > 0
            ? [.. found.Select(e => DicomJson.Uid(e, DicomJson.SopInstanceUid))]
            : throw new DicomWebException(
                $"The server has no object of series {series.SeriesInstanceUid} in study {series.StudyInstanceUid}. Look whether the "
                    + "UIDs are right."
            );
    }

    /// <summary>Gets the objects of the list; each is handed over once, as it comes, one at a time.</summary>
    public async Task RunAsync(
        HashSet<string> wanted,
        Action<ReceivedObject> take,
        IProgress<int>? progress,
        CancellationToken cancellationToken
    )
    {
        string? problem = null;
        // One object alone needs no series.
        if (wanted.Count > 1)
        {
            try
            {
                await transport
                    .SendAsync(
                        $"reading series {series.SeriesInstanceUid}",
                        () => transport.Ask(HttpMethod.Get, Path, Stored),
                        (response, stop) => ReadPartsAsync(response, wanted, take, progress, stop),
                        null,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }
            catch (DicomWebException e) when (e.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            {
                problem = e.Message; // some archives give single objects only
            }
        }

        var missing = wanted.Where(u => !_got.Contains(u)).ToList();
        var failures = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await Parallel
            .ForEachAsync(
                missing,
                new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
                async (uid, stop) =>
                {
                    try
                    {
                        await ReadOneAsync(uid, take, progress, stop).ConfigureAwait(false);
                    }
                    catch (Exception e) when (e is DicomWebException or ImageFormatException)
                    {
                        lock (failures)
                            failures[uid] = e.Message;
                    }
                }
            )
            .ConfigureAwait(false);
        if (failures.Count == 0)
            return;
        var named = string.Join("; ", failures.Take(3).Select(f => $"{f.Key}: {f.Value.TrimEnd('.')}"));
        throw new DicomWebException(
            Invariant($"{failures.Count} of {wanted.Count} objects of series {series.SeriesInstanceUid} did not come ")
                + $"({named}{(failures.Count > 3 ? "; ..." : "")})"
                + $"{(problem is null ? "" : $"; nor did the series as a whole: {problem}")}. "
                + "An incomplete series is not read; try again.",
            failures: failures
        );
    }

    private async Task<bool> ReadPartsAsync(
        HttpResponseMessage response,
        HashSet<string> wanted,
        Action<ReceivedObject> take,
        IProgress<int>? progress,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (var bytes in PartsAsync(response, cancellationToken).ConfigureAwait(false))
            {
                if (TryParse(bytes) is { } received && wanted.Contains(received.SopInstanceUid))
                    Take(received, take, progress);
            }
        }
        catch (Exception e) when (_got.Count > 0 && Transport.IsBroken(e) && !cancellationToken.IsCancellationRequested)
        {
            // What has come stays; the rest is asked for object by object.
        }
        return true;
    }

    private Task<bool> ReadOneAsync(string uid, Action<ReceivedObject> take, IProgress<int>? progress,
        CancellationToken cancellationToken) =>
        transport.SendAsync(
            $"reading object {uid}",
            () => transport.Ask(HttpMethod.Get, $"{Path}/instances/{uid}", Stored),
            async (response, stop) =>
            {
                await foreach (var bytes in PartsAsync(response, stop).ConfigureAwait(false))
                {
                    var received = ReceivedObject.Parse(bytes, series.SeriesInstanceUid);
                    if (received.SopInstanceUid != uid)
                        continue;
                    Take(received, take, progress);
                    return true;
                }
                throw new DicomWebException($"the answer for object {uid} does not hold it");
            },
            null,
            cancellationToken
        );

    private async IAsyncEnumerable<byte[]> PartsAsync(
        HttpResponseMessage response,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var type = response.Content.Headers.ContentType;
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            if (string.Equals(type?.MediaType, "application/dicom", StringComparison.OrdinalIgnoreCase))
            {
                yield return await BytesAsync(stream, cancellationToken).ConfigureAwait(false);
                yield break;
            }
            var boundary = type?.Parameters.FirstOrDefault(p => p.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value;
            if (type?.MediaType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true || boundary is null)
                throw new DicomWebException(
                    $"the answer for series {series.SeriesInstanceUid} is neither multipart nor DICOM; this is not a WADO-RS service, or "
                        + "something stands between."
                );
            var parts = new MultipartReader(boundary.Trim('"'), stream, 1 << 16);
            while (true)
            {
                using var limit = transport.Limit(cancellationToken);
                if (await parts.ReadNextSectionAsync(limit.Token).ConfigureAwait(false) is not { } part)
                    yield break;
                yield return await BytesAsync(part.Body, limit.Token).ConfigureAwait(false);
            }
        }
    }

    private static async Task<byte[]> BytesAsync(Stream stream, CancellationToken cancellationToken)
    {
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, 1 << 16, cancellationToken).ConfigureAwait(false);
        return bytes.Length == bytes.Capacity ? bytes.GetBuffer() : bytes.ToArray();
    }

    private ReceivedObject? TryParse(byte[] bytes)
    {
        try
        {
            return ReceivedObject.Parse(bytes, series.SeriesInstanceUid);
        }
        catch (ImageFormatException)
        {
            return null; // it is asked for once more, alone
        }
    }

    private void Take(ReceivedObject received, Action<ReceivedObject> take, IProgress<int>? progress)
    {
        lock (_got)
        {
            if (!_got.Add(received.SopInstanceUid))
                return;
            take(received);
            progress?.Report(_got.Count);
        }
    }
}
