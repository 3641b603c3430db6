using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Radiomics.Tests.Cohorts;

/// <summary>Images by address, from a server on this machine that breaks off, is busy, changes and refuses.</summary>
public sealed class ObjectStoreTests : IDisposable
{
    private readonly HttpListener _server = new();
    private readonly SmallCohort _cohort = new(2, secondReader: false);
    private readonly string _address;
    private readonly ConcurrentQueue<string> _asked = new();
    private Func<int, HttpListenerContext, byte[], bool> _fault = (_, _, _) => false;
    private string _tag = "\"1\"";

    public ObjectStoreTests()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _address = Invariant($"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }
        _server.Prefixes.Add(_address);
        _server.Start();
        _ = Task.Run(ServeAsync);
        File.WriteAllLines(_cohort.PathOf("remote.csv"), ["id,image,mask,label", .. Enumerable.Range(0, 2).Select(i => Invariant(
            $"P{i:00},{_address}image{i}.nrrd?signature=SECRET,{_address}mask{i}.nii.gz?signature=SECRET,1"))]);
    }

    public void Dispose()
    {
        _server.Close();
        _cohort.Dispose();
    }

    [Fact]
    public void Features_are_those_of_the_files()
    {
        var one = _cohort.Run("files");
        var result = Run("remote");
        Assert.Empty(result.Failures);
        Assert.Equal(one.InputBytes, result.InputBytes);
        Assert.Equal(Numbers("files"), Numbers("remote"));
        // What was signed stays out of the tables.
        Assert.All(_cohort.Tables("remote"), t => Assert.DoesNotContain(
            "SECRET", System.Text.Encoding.Latin1.GetString(t.Value), StringComparison.Ordinal));
        Assert.Equal(2, Run("remote").Reused.Count);
        _tag = "\"2\"";
        Assert.Equal(2, Run("remote").Outdated.Count);
    }

    /// <summary>A read that neither ends nor stops is left behind after twice its second; the other cases have their rows.</summary>
    [Theory]
    [InlineData("describe")]
    [InlineData("copy")]
    public void A_case_whose_files_do_not_answer_is_given_up_and_the_others_go_on(string where)
    {
        using var released = new ManualResetEventSlim();
        File.WriteAllLines(_cohort.PathOf("hangs.csv"),
            ["id,image,mask,label", $"P00,hang://{where}/image.nrrd,mask0.nii.gz,1", "P01,image1.nrrd,mask1.nii.gz,1"]);
        var options = CohortOptions.Default with { CaseTimeLimit = TimeSpan.FromSeconds(1), Store = new HangingStore(where, released) };
        var manifest = CohortManifest.Read(_cohort.PathOf("hangs.csv"));
        var result = CohortExtraction.Extract(
            manifest, _cohort.PathOf("hangs"), options, null, TestContext.Current.CancellationToken);
        released.Set();
        Assert.Equal(["P01"], result.Computed);
        var failure = Assert.Single(result.Failures);
        Assert.Equal(("P00", CohortStage.Image), (failure.Id, failure.Stage));
        Assert.Contains("within the 1 s that a case may take, nor stop", failure.Message, StringComparison.Ordinal);
    }

    private sealed class HangingStore(string where, ManualResetEventSlim released) : IObjectStore
    {
        public bool Holds(Uri address) => address.Scheme == "hang";

        public StoredObject Describe(Uri address, CancellationToken cancellationToken)
        {
            Hang("describe");
            return new StoredObject(1, "1");
        }

        public void Copy(Uri address, Stream target, CancellationToken cancellationToken) => Hang("copy");

        // As a mount that is dead does: no token reaches it.
        private void Hang(string at)
        {
            if (where == at && !released.Wait(TimeSpan.FromMinutes(2), CancellationToken.None))
                throw new IOException("it never answered");
        }
    }

    [Fact]
    public void What_breaks_off_goes_on_from_there_and_a_busy_server_is_asked_again()
    {
        _cohort.Run("files");
        var broken = false;
        _fault = (count, context, content) =>
        {
            if (count == 1)
            {
                context.Response.StatusCode = 503;
                context.Response.Close();
                return true;
            }
            // The first whole object is promised and ends after a part.
            if (context.Request.Headers["Range"] is null && !broken && content.Length > 400)
            {
                broken = true;
                context.Response.ContentLength64 = content.Length;
                context.Response.OutputStream.Write(content, 0, 400);
                context.Response.OutputStream.Flush();
                context.Response.Abort();
                return true;
            }
            return false;
        };
        Assert.Empty(Run("remote").Failures);
        Assert.Equal(Numbers("files"), Numbers("remote"));
        Assert.Contains(_asked, a => a.Contains("bytes=400-", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_there_fails_alone_and_says_so()
    {
        File.Delete(_cohort.PathOf("image1.nrrd"));
        var failure = Assert.Single(Run("remote").Failures);
        Assert.Contains("the server answers 404", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://bucket/image.nrrd", "of 's3'")]
    [InlineData("az://container/image.nrrd", "of 'az'")]
    [InlineData("http://example.org/image.nrrd", "Give an https address")]
    public void Other_addresses_are_refused_with_what_to_do(string address, string expected)
    {
        File.WriteAllLines(_cohort.PathOf("remote.csv"), ["id,image,mask", $"P00,{address},mask0.nii.gz"]);
        Assert.Contains(expected, Assert.Single(Run("remote").Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_of_ones_own_is_asked_for_its_addresses()
    {
        _cohort.Run("files");
        File.WriteAllLines(_cohort.PathOf("remote.csv"), ["id,image,mask,label", .. Enumerable.Range(0, 2).Select(i => Invariant(
            $"P{i:00},s3://bucket/image{i}.nrrd,s3://bucket/mask{i}.nii.gz,1"))]);
        Assert.Empty(Run("remote", new CohortOptions { Store = new Folder(_cohort.Folder) }).Failures);
        Assert.Equal(Numbers("files"), Numbers("remote"));
    }

    private CohortResult Run(string output, CohortOptions? options = null) => CohortExtraction.Extract(
        CohortManifest.Read(_cohort.PathOf("remote.csv")), _cohort.PathOf(output), options, null, TestContext.Current.CancellationToken);

    // All but the names of image and mask.
    private List<string> Numbers(string output) =>
        [.. File.ReadLines(Path.Combine(_cohort.PathOf(output), "features.csv")).Select(l => string.Join(',', l.Split(',').Skip(3)))];

    private async Task ServeAsync()
    {
        var count = 0;
        while (_server.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _server.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            try
            {
                Answer(++count, context);
            }
            catch (Exception e) when (e is HttpListenerException or IOException)
            {
                // The other side has gone.
            }
        }
    }

    private void Answer(int count, HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        _asked.Enqueue($"{request.Url!.AbsolutePath} {request.Headers["Range"]}");
        var path = _cohort.PathOf(request.Url.AbsolutePath[1..]);
        if (!File.Exists(path))
        {
            response.StatusCode = 404;
            response.Close();
            return;
        }
        var content = File.ReadAllBytes(path);
        response.AddHeader("ETag", _tag);
        if (_fault(count, context, content))
            return;
        if (request.Headers["Range"] is { } range)
        {
            var parts = range["bytes=".Length..].Split('-');
            var from = int.Parse(parts[0], CultureInfo.InvariantCulture);
            var to = parts[1].Length > 0 ? int.Parse(parts[1], CultureInfo.InvariantCulture) + 1 : content.Length;
            response.StatusCode = 206;
            response.AddHeader("Content-Range", Invariant($"bytes {from}-{to - 1}/{content.Length}"));
            content = content[from..to];
        }
        response.ContentLength64 = content.Length;
        response.OutputStream.Write(content);
        response.Close();
    }

    private sealed class Folder(string path) : IObjectStore
    {
        public bool Holds(Uri address) => address.Scheme == "s3";

        public StoredObject Describe(Uri address, CancellationToken cancellationToken) =>
            new(new FileInfo(Of(address)).Length, File.GetLastWriteTimeUtc(Of(address)).ToString("O", CultureInfo.InvariantCulture));

        public void Copy(Uri address, Stream target, CancellationToken cancellationToken)
        {
            using var file = File.OpenRead(Of(address));
            file.CopyTo(target);
        }

        private string Of(Uri address) => Path.Combine(path, address.Segments[^1]);
    }
}
