using System.Net;
using System.Net.Http.Headers;

namespace Radiomics;

/// <summary>
/// Objects of a web server, or of object storage through addresses that were signed beforehand. What breaks off is taken up where it was
/// (Range with If-Range, RFC 9110 sections 13.1.5 and 14.2), a busy server is asked again after a while.
/// </summary>
internal sealed class HttpsStore : IObjectStore
{
    private const int Tries = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        // A content coding would make lengths and ranges those of something else.
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = Patience,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>How long the first pause is; each further is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    // Unencrypted only within the machine: these are patients' images.
    public bool Holds(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    public StoredObject Describe(Uri address, CancellationToken cancellationToken) => Run(
        async (_, token) =>
        {
            // One byte, not HEAD: an address that was signed for reading is refused for anything else.
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Range = new RangeHeaderValue(0, 0);
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            Check(response);
            var headers = response.Content.Headers;
            return new StoredObject(
                response.StatusCode == HttpStatusCode.PartialContent ? headers.ContentRange?.Length : headers.ContentLength,
                VersionOf(response)
            );
        },
        cancellationToken);

    public void Copy(Uri address, Stream target, CancellationToken cancellationToken)
    {
        EntityTagHeaderValue? tag = null;
        Run(Part, cancellationToken);

        async Task<bool> Part(CancellationTokenSource patience, CancellationToken token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            // Without a strong tag nobody knows whether the rest is of the same object.
            if (target.Position > 0 && tag is { IsWeak: false })
            {
                request.Headers.Range = new RangeHeaderValue(target.Position, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && target.Position > 0)
            {
                target.SetLength(0);
                throw new HttpRequestException("the object has changed while it was read");
            }
            Check(response);
            var continues = response.StatusCode == HttpStatusCode.PartialContent
                && response.Content.Headers.ContentRange?.From == target.Position;
            if (!continues)
                target.SetLength(0);
            tag = response.Headers.ETag;
            var from = target.Position;
            var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                var buffer = new byte[1 << 16];
                int read;
                while ((read = await body.ReadAsync(buffer, token).ConfigureAwait(false)) > 0)
                {
                    target.Write(buffer, 0, read);
                    patience.CancelAfter(Patience);
                }
            }
            if (response.Content.Headers.ContentLength is { } length && target.Position - from != length)
                throw new HttpIOException(HttpRequestError.ResponseEnded, "the answer was shorter than it said");
            return true;
        }
    }

    // The task runs elsewhere, so that a caller's synchronisation context is not waited for.
    private T Run<T>(Func<CancellationTokenSource, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        Task.Run(() => RunAsync(work, cancellationToken), cancellationToken).GetAwaiter().GetResult();

    private async Task<T> RunAsync<T>(Func<CancellationTokenSource, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                return await work(patience, patience.Token).ConfigureAwait(false);
            }
            catch (HttpRequestException e) when (e.StatusCode is { } status && !IsPassing(status))
            {
                // No address in the message: what is behind its question mark may be a signature.
                throw new IOException(Invariant($"the server answers {(int)status} ({status})."), e);
            }
            catch (Exception e) when (
                e is HttpRequestException or HttpIOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                if (attempt == Tries)
                    throw new IOException(Invariant($"the server could not be read in {Tries} tries."), e);
            }
            await Task.Delay(FirstPause * (1 << (attempt - 1)), cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsPassing(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;

    private static void Check(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException("refused", null, response.StatusCode);
    }

    private static string VersionOf(HttpResponseMessage response) =>
        response.Headers.ETag?.ToString() ?? response.Content.Headers.LastModified?.UtcDateTime.Ticks.ToString(
            System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
