using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Radiomics.Imaging.DicomWeb;

/// <summary>Sends requests and makes them again where that can help. No message of it holds a query, which may name a patient, or a word of
/// the server.</summary>
internal sealed class Transport
{
    private const string JsonType = "application/dicom+json";
    private const int Page = 500;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http;
    private readonly Uri _root;
    private readonly DicomWebOptions _options;

    public Transport(HttpClient http, DicomWebOptions options)
    {
        var root = http.BaseAddress
            ?? throw new ArgumentException(
                "The client has no BaseAddress; give it that of the service's root, such as https://pacs/dicom-web.",
                nameof(http)
            );
        if (root.Scheme is not ("http" or "https") || root.UserInfo.Length > 0 || root.Query.Length > 0)
            throw new ArgumentException(
                "The service's address must be a plain http or https one, without a user name or a query; who asks is said by a header "
                    + "or a token.",
                nameof(http)
            );
        if (options.Token is not null && root.Scheme == "http" && !root.IsLoopback)
            throw new ArgumentException("A token is not sent over plain http, where anybody on the way can read it; use https.",
                nameof(http));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Retries);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FirstDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDegreeOfParallelism, 1);
        (_http, _options) = (http, options);
        _root = root.AbsoluteUri.EndsWith('/') ? root : new Uri(root.AbsoluteUri + "/");
    }

    /// <summary>A stop after the time that an object may take.</summary>
    public CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.Timeout);
        return limit;
    }

    /// <summary>Searches, page after page.</summary>
    /// <param name="what">What is looked for, for messages.</param>
    /// <param name="path">The path below the root.</param>
    /// <param name="parameters">What it must match.</param>
    /// <param name="key">The UID that tells the results apart.</param>
    /// <param name="most">How many are enough.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<List<JsonElement>> SearchAsync(
        string what,
        string path,
        IEnumerable<(string Name, string Value)> parameters,
        string key,
        int most,
        CancellationToken cancellationToken
    )
    {
        var wanted = string.Concat(parameters.Select(p => $"&{p.Name}={Uri.EscapeDataString(p.Value)}"));
        var found = new List<JsonElement>();
        var seen = new HashSet<string>();
        while (found.Count < most)
        {
            // A server may give fewer than were asked for although there are more: only an empty page, or one that it gave before, is the
            // last.
            var query = Invariant($"?limit={Math.Min(Page, most - found.Count)}&offset={found.Count}") + wanted;
            var page = await SendAsync(what, () => Ask(HttpMethod.Get, path + query, JsonType), ReadJsonAsync, null, cancellationToken)
                .ConfigureAwait(false);
            var fresh = page.ValueKind == JsonValueKind.Array
                ? page.EnumerateArray().Where(e => seen.Add(DicomJson.Uid(e, key))).Take(most - found.Count).ToList()
                : [];
            if (fresh.Count == 0)
                break;
            found.AddRange(fresh);
        }
        return found;
    }

    /// <summary>Makes a request, again where it may help, and reads its answer.</summary>
    /// <param name="what">What it is about, for messages.</param>
    /// <param name="make">Makes the request; anew for each try.</param>
    /// <param name="read">Reads the answer; where that breaks, the request is made again.</param>
    /// <param name="accept">Answers that are no success but are read all the same.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<T> SendAsync<T>(
        string what,
        Func<HttpRequestMessage> make,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        Predicate<HttpStatusCode>? accept,
        CancellationToken cancellationToken
    )
    {
        var renewed = false;
        for (var attempt = 0; ; attempt++)
        {
            var delay = _options.FirstDelay * Math.Pow(2, attempt);
            try
            {
                using var request = make();
                if (_options.Token is { } token)
                    request.Headers.Authorization = new AuthenticationHeaderValue(
                        "Bearer",
                        await token(cancellationToken).ConfigureAwait(false)
                    );
                using var limit = Limit(cancellationToken);
                using var response = await _http
                    .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                    .ConfigureAwait(false);
                var status = response.StatusCode;
                if (status == HttpStatusCode.Unauthorized && _options.Token is not null && !renewed)
                {
                    (renewed, attempt) = (true, attempt - 1);
                    continue;
                }
                if (response.IsSuccessStatusCode || accept?.Invoke(status) == true)
                    return await read(response, cancellationToken).ConfigureAwait(false);
                if (!IsPassing(status) || attempt >= _options.Retries)
                    throw Refused(what, status);
                delay = After(response.Headers.RetryAfter) ?? delay;
            }
            catch (Exception e) when (IsBroken(e) && !cancellationToken.IsCancellationRequested)
            {
                if (attempt >= _options.Retries || e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
                    throw Broken(what, e);
            }
            await Task.Delay(delay < LongestDelay ? delay : LongestDelay, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A request for a path below the root.</summary>
    public HttpRequestMessage Ask(HttpMethod method, string path, string accept)
    {
        var request = new HttpRequestMessage(method, new Uri(_root, path));
        // The media type of WADO-RS has parameters in a form that .NET's parser does not take.
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return request;
    }

    /// <summary>Whether something broke on the way, rather than being refused.</summary>
    public static bool IsBroken(Exception e) =>
        e is HttpRequestException or IOException or InvalidDataException or JsonException or OperationCanceledException;

    /// <summary>Why something broke, in words that hold nothing of the request.</summary>
    public static string Reason(Exception e) => e switch
    {
        DicomWebException own => own.Message,
        OperationCanceledException => "it took too long",
        JsonException => "the answer is not DICOM JSON (a page to log in, perhaps, or not the address of a DICOMweb service)",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            "no secure connection: the server's certificate is not trusted, or it asks for one of the client",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the server's name is not known",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
        _ => "the connection broke",
    };

    public static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0)
            return default;
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var document = await JsonDocument.ParseAsync(stream, default, cancellationToken).ConfigureAwait(false);
            return document.RootElement.Clone();
        }
    }

    public DicomWebException Refused(string what, HttpStatusCode status) =>
        new(Invariant($"{Server}: {what}: the server answered {(int)status} {status}. {Advice(status)}"), status);

    private DicomWebException Broken(string what, Exception e) =>
        new(
            $"{Server}: {what}: {Reason(e)}{(_options.Retries > 0 ? Invariant($" ({_options.Retries + 1} tries)") : "")}.",
            innerException: e is JsonException ? null : e
        );

    private string Server => _root.GetLeftPart(UriPartial.Path);

    private static string Advice(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "Give a token or a user that it knows.",
        HttpStatusCode.Forbidden => "This user may not do it.",
        HttpStatusCode.NotFound => "Look whether the UIDs are right, and the address that of the DICOMweb service's root.",
        HttpStatusCode.NotAcceptable or HttpStatusCode.UnsupportedMediaType => "It does not speak this part of DICOMweb.",
        HttpStatusCode.RequestEntityTooLarge => "Ask for less, or let the server take more.",
        _ => IsPassing(status) ? "It may be busy; try again later." : "The server's log says more.",
    };

    private static bool IsPassing(HttpStatusCode status) => (int)status is 408 or 429 or 500 or 502 or 503 or 504;

    private static TimeSpan? After(RetryConditionHeaderValue? said) =>
        said?.Delta ?? (said?.Date is { } date && date > DateTimeOffset.UtcNow ? date - DateTimeOffset.UtcNow : null);
}
