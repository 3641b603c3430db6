using System.Net;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.DicomWeb.Tests;

/// <summary>Servers that fail, in the ways that they do; answers are written from PS3.18.</summary>
public class FaultTests
{
    private static readonly DicomWebSeries Ct = new("1.2", "1.2.3", "CT");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_busy_server_is_asked_again_and_a_dead_one_given_up()
    {
        using var stub = new StubServer((_, n) => n < 3
            ? new HttpResponseMessage(n == 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.TooManyRequests)
            : StubServer.Json("[]"));
        Assert.Empty(await stub.Client().FindStudiesAsync(new DicomWebQuery(), Stop));
        Assert.Equal(4, stub.Asked.Count);

        using var dead = new StubServer((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"));
        var error = await Assert.ThrowsAsync<DicomWebException>(() =>
            dead.Client().FindStudiesAsync(new DicomWebQuery { PatientId = "SECRET", AccessionNumber = "SECRET" }, Stop));
        Assert.Equal(5, dead.Asked.Count);
        Assert.Contains("no connection", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, 1)]
    [InlineData(HttpStatusCode.Forbidden, 1)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    [InlineData(HttpStatusCode.InternalServerError, 5)]
    public async Task What_the_server_says_in_an_error_stays_there(HttpStatusCode status, int tries)
    {
        using var stub = new StubServer((_, _) => StubServer.Json("{\"Details\":\"patient SECRET^PERSON\"}", status));
        var error = await Assert.ThrowsAsync<DicomWebException>(() =>
            stub.Client().FindStudiesAsync(new DicomWebQuery { PatientId = "SECRET" }, Stop));
        Assert.Equal(status, error.StatusCode);
        Assert.Equal(tries, stub.Asked.Count);
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_ran_out_is_renewed_once()
    {
        var tokens = new Queue<string>(["old", "new", "new"]);
        using var stub = new StubServer((request, _) => request.Headers.Authorization?.ToString() == "Bearer new"
            ? StubServer.Json("[]")
            : new HttpResponseMessage(HttpStatusCode.Unauthorized));
        var client = stub.Client(new DicomWebOptions { Token = _ => ValueTask.FromResult(tokens.Dequeue()) });
        Assert.Empty(await client.FindStudiesAsync(new DicomWebQuery(), Stop));
        Assert.Equal(2, stub.Asked.Count);

        using var other = new StubServer((_, _) => new HttpResponseMessage(HttpStatusCode.Unauthorized));
        var refused = other.Client(new DicomWebOptions { Token = _ => ValueTask.FromResult("wrong") });
        await Assert.ThrowsAsync<DicomWebException>(() => refused.FindStudiesAsync(new DicomWebQuery(), Stop));
        Assert.Equal(2, other.Asked.Count);
    }

    [Fact]
    public void A_secret_is_not_sent_in_the_clear()
    {
        using var http = new HttpClient { BaseAddress = new Uri("http://pacs.example/dicom-web") };
        Assert.Throws<ArgumentException>(() => new DicomWebClient(http, new DicomWebOptions { Token = _ => ValueTask.FromResult("t") }));
        using var user = new HttpClient { BaseAddress = new Uri("https://me:secret@pacs.example/dicom-web") };
        Assert.DoesNotContain("secret", Assert.Throws<ArgumentException>(() => new DicomWebClient(user)).Message, StringComparison.Ordinal);
        using var none = new HttpClient();
        Assert.Throws<ArgumentException>(() => new DicomWebClient(none));
    }

    [Fact]
    public async Task A_page_that_the_server_cuts_short_is_followed_by_the_next()
    {
        string[] all = ["1.1", "1.2", "1.3", "1.4", "1.5"];
        using var stub = new StubServer((request, _) =>
        {
            var offset = int.Parse(request.RequestUri!.Query.Split("offset=")[1].Split('&')[0],
                System.Globalization.CultureInfo.InvariantCulture);
            return StubServer.Json(StubServer.Uids("0020000D", all.Skip(offset).Take(2)));
        });
        Assert.Equal(all, (await stub.Client().FindStudiesAsync(new DicomWebQuery(), Stop)).Select(s => s.StudyInstanceUid));
        Assert.Equal(3, (await stub.Client().FindStudiesAsync(new DicomWebQuery { Limit = 3 }, Stop)).Count);

        using var deaf = new StubServer((_, _) => StubServer.Json(StubServer.Uids("0020000D", all))); // knows no offset
        Assert.Equal(5, (await deaf.Client().FindStudiesAsync(new DicomWebQuery(), Stop)).Count);
        using var nothing = new StubServer((_, _) => new HttpResponseMessage(HttpStatusCode.NoContent)); // PS3.18: no match
        Assert.Empty(await nothing.Client().FindStudiesAsync(new DicomWebQuery(), Stop));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("1.2.3/4")]
    public async Task A_uid_that_is_none_goes_into_no_path(string uid)
    {
        using var stub = new StubServer((_, _) => StubServer.Json(StubServer.Uids("00080018", uid)));
        await Assert.ThrowsAsync<DicomWebException>(() => stub.Client().SaveSeriesAsync(Ct, "nowhere", cancellationToken: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => stub.Client().FindSeriesAsync("1/2", Stop));
    }

    [Theory]
    [InlineData("<html>Please log in, SECRET</html>")]
    [InlineData("[{\"0020000D\"")]
    public async Task An_answer_that_is_no_json_is_said_to_be_none(string text)
    {
        using var stub = new StubServer((_, _) => StubServer.Json(text));
        var error = await Assert.ThrowsAsync<DicomWebException>(() => stub.Client().FindStudiesAsync(new DicomWebQuery(), Stop));
        Assert.Contains("not DICOM JSON", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)] // the connection breaks in the middle
    [InlineData(0.999)] // the last boundary is missing
    [InlineData(0.0)] // nothing comes at all
    [InlineData(1.0)] // all, but one object is not in it
    public async Task A_series_that_breaks_off_is_completed_object_by_object(double share)
    {
        using var study = TestStudy.Make();
        var files = study.CtFiles.ToDictionary(f => DicomFile.Open(f).Text(new DicomTag(8, 0x18))!);
        using var stub = Serve(files, share, missing: null);
        var series = await stub.Client(new DicomWebOptions { Retries = 1 }).ReadSeriesAsync(Ct, cancellationToken: Stop);
        Assert.Equal(new GridSize(24, 20, 9), series.Volume.Size);
        Assert.Contains(stub.Asked, a => a.Contains("/instances/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_series_without_its_last_slice_is_no_smaller_series()
    {
        using var study = TestStudy.Make();
        var files = study.CtFiles.ToDictionary(f => DicomFile.Open(f).Text(new DicomTag(8, 0x18))!);
        var missing = files.Single(f => f.Value == study.CtFiles[^1]).Key;
        using var stub = Serve(files, 1, missing);
        var error = await Assert.ThrowsAsync<DicomWebException>(() => stub.Client().ReadSeriesAsync(Ct, cancellationToken: Stop));
        Assert.Equal(missing, Assert.Single(error.Failures).Key);
        Assert.Contains("1 of 9", error.Message, StringComparison.Ordinal);

        // What came is kept, and only the rest asked for when it is tried again.
        var folder = Path.Combine(study.Folder, "saved");
        await Assert.ThrowsAsync<DicomWebException>(() => stub.Client().SaveSeriesAsync(Ct, folder, cancellationToken: Stop));
        Assert.Equal(8, Directory.GetFiles(folder).Length);
        using var whole = Serve(files, 1, null);
        Assert.Equal(9, (await whole.Client().SaveSeriesAsync(Ct, folder, cancellationToken: Stop)).Count);
        Assert.Single(whole.Asked, a => !a.Contains("offset", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_refused_or_not_mentioned_is_not_stored()
    {
        using var study = TestStudy.Make();
        var uids = study.CtFiles.Select(f => DicomFile.Open(f).Text(new DicomTag(8, 0x18))!).ToList();
        static string Item(string uid, string more) => "{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"" + uid + "\"]}" + more + "}";
        using var stub = new StubServer((_, n) => n switch
        {
            0 => StubServer.Json("{\"00081199\":{\"vr\":\"SQ\",\"Value\":[" + Item(uids[0], "") + "]}}"),
            // 42784 is A720 in hexadecimal: out of resources.
            1 => StubServer.Json("{\"00081198\":{\"vr\":\"SQ\",\"Value\":["
                + Item(uids[1], ",\"00081197\":{\"vr\":\"US\",\"Value\":[42784]}") + "]}}", HttpStatusCode.Conflict),
            2 => StubServer.Json("{\"00081198\":{\"vr\":\"SQ\"},\"00081199\":{\"vr\":\"SQ\"}}"), // as Orthanc of what it cannot read
            // 45056 is B000: coerced.
            _ => StubServer.Json("{\"00081199\":{\"vr\":\"SQ\",\"Value\":["
                + Item(uids[3], ",\"00081196\":{\"vr\":\"US\",\"Value\":[45056]}") + "]}}", HttpStatusCode.Accepted),
        });
        var error = await Assert.ThrowsAsync<DicomWebException>(() =>
            stub.Client().SendAsync([.. study.CtFiles.Take(4)], cancellationToken: Stop));
        Assert.Equal([study.CtFiles[1], study.CtFiles[2]], error.Failures.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("out of resources (A720)", error.Failures[study.CtFiles[1]], StringComparison.Ordinal);
        Assert.Contains("does not say", error.Failures[study.CtFiles[2]], StringComparison.Ordinal);
        using var coerced = new StubServer((_, _) => StubServer.Json("{\"00081199\":{\"vr\":\"SQ\",\"Value\":["
            + Item(uids[3], ",\"00081196\":{\"vr\":\"US\",\"Value\":[45056]}") + "]}}", HttpStatusCode.Accepted));
        Assert.Contains("B000", Assert.Single(await coerced.Client().SendAsync([study.CtFiles[3]], cancellationToken: Stop)),
            StringComparison.Ordinal);
    }

    // A search that lists all, a series of which a share comes (whole: without its first object), and single objects.
    private static StubServer Serve(Dictionary<string, string> files, double share, string? missing) => new((request, _) =>
    {
        var path = request.RequestUri!.AbsolutePath;
        if (path.EndsWith("/instances", StringComparison.Ordinal))
            return StubServer.Json(StubServer.Uids("00080018", files.Keys));
        var uid = path.Split('/')[^1];
        if (path.Contains("/instances/", StringComparison.Ordinal))
            return uid == missing ? new HttpResponseMessage(HttpStatusCode.NotFound) : StubServer.Parts([files[uid]]);
        var here = files.Where(f => f.Key != missing).Select(f => f.Value).ToList();
        if (share == 1)
            return StubServer.Parts(missing is null ? here.Skip(1) : here);
        var length = here.Sum(f => new FileInfo(f).Length + 50);
        return StubServer.Parts(here, (int)(share * length));
    });
}
