using System.Net;
using System.Net.Http.Headers;

namespace Radiomics.Imaging.DicomWeb.Tests;

/// <summary>Answers requests in process as it is told to, and remembers them.</summary>
internal sealed class StubServer(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private int _count;

    public List<string> Asked { get; } = [];

    public DicomWebClient Client(DicomWebOptions? options = null) =>
        new(
            new HttpClient(this) { BaseAddress = new Uri("https://pacs.example/dicom-web") },
            (options ?? DicomWebOptions.Default) with { FirstDelay = TimeSpan.FromMilliseconds(1) }
        );

    public static HttpResponseMessage Json(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(text, MediaTypeHeaderValue.Parse("application/dicom+json")) };

    public static string Uids(string tag, params IEnumerable<string> uids) =>
        "[" + string.Join(',', uids.Select(u => $"{{\"{tag}\":{{\"vr\":\"UI\",\"Value\":[\"{u}\"]}}}}")) + "]";

    /// <summary>A multipart answer of whole files; cut off after so many bytes where asked for.</summary>
    public static HttpResponseMessage Parts(IEnumerable<string> files, int? cut = null)
    {
        var body = new MemoryStream();
        foreach (var file in files)
        {
            body.Write("\r\n--a-boundary\r\nContent-Type: application/dicom\r\n\r\n"u8);
            body.Write(File.ReadAllBytes(file));
        }
        body.Write("\r\n--a-boundary--\r\n"u8);
        var content = new ByteArrayContent(body.ToArray()[..(cut ?? (int)body.Length)]);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/related; type=\"application/dicom\"; boundary=\"a-boundary\"");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Asked)
            Asked.Add(request.RequestUri!.PathAndQuery);
        return Task.FromResult(answer(request, Interlocked.Increment(ref _count) - 1));
    }
}
