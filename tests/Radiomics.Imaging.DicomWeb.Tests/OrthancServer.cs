using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Radiomics.Imaging.DicomWeb.Tests;

/// <summary>A real Orthanc with its DICOMweb plugin (Debian: <c>orthanc</c>, <c>orthanc-dicomweb</c>) on a loopback port, with an empty
/// store; it ends with the test.</summary>
internal sealed class OrthancServer : IDisposable
{
    public const string Missing = "Orthanc is not on this machine (Debian: apt install orthanc orthanc-dicomweb).";
    public const string User = "reader";
    public const string Password = "a-password-of-this-test";

    private const string Plugin = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";

    private readonly Process _process;
    private readonly string _folder;

    private OrthancServer(Process process, string folder, Uri root, HttpClient http) =>
        (_process, _folder, Root, Http) = (process, folder, root, http);

    public static bool Exists => Program is not null && File.Exists(Plugin);

    /// <summary>The root of its DICOMweb service.</summary>
    public Uri Root { get; }

    /// <summary>A client whose base address is the root, and that is known to it.</summary>
    public HttpClient Http { get; }

    private static string? Program =>
        ((string[])["/usr/sbin/Orthanc", "/usr/bin/Orthanc", "/usr/local/sbin/Orthanc"]).FirstOrDefault(File.Exists);

    /// <summary>The port of its DIMSE services; 0 where it has none.</summary>
    public int DicomPort { get; private init; }

    /// <summary>Starts one.</summary>
    /// <param name="authenticated">Whether it asks for user and password.</param>
    /// <param name="modality">The title and port of a DIMSE node that may ask it and be sent to; without one it has no DIMSE
    /// services.</param>
    public static async Task<OrthancServer> StartAsync(bool authenticated = false, (string Title, int Port)? modality = null)
    {
        var folder = Directory.CreateTempSubdirectory("radiomics-orthanc").FullName;
        var (port, dicomPort) = (FreePort(), FreePort());
        var settings = new Dictionary<string, object>
        {
            ["StorageDirectory"] = Path.Combine(folder, "store"),
            ["IndexDirectory"] = Path.Combine(folder, "store"),
            ["HttpPort"] = port,
            ["RemoteAccessAllowed"] = false,
            ["DicomServerEnabled"] = modality is not null,
            ["DicomPort"] = dicomPort,
            ["DicomModalities"] = new Dictionary<string, object[]>
            {
                ["test"] = [modality?.Title ?? "NONE", "127.0.0.1", modality?.Port ?? 1],
            },
            ["AuthenticationEnabled"] = authenticated,
            ["RegisteredUsers"] = new Dictionary<string, string> { [User] = Password },
            ["Plugins"] = new[] { Plugin },
            ["DicomWeb"] = new Dictionary<string, object> { ["Enable"] = true, ["Root"] = "/dicom-web/" },
        };
        var configuration = Path.Combine(folder, "orthanc.json");
        await File.WriteAllTextAsync(configuration, JsonSerializer.Serialize(settings));
        var start = new ProcessStartInfo(Program!, configuration) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var log = new ConcurrentQueue<string?>();
        process.OutputDataReceived += (_, e) => log.Enqueue(e.Data);
        process.ErrorDataReceived += (_, e) => log.Enqueue(e.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();

        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/dicom-web/") };
        if (authenticated)
            http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(
                System.Text.Encoding.UTF8.GetBytes($"{User}:{Password}")));
        var server = new OrthancServer(process, folder, http.BaseAddress, http)
        {
            DicomPort = modality is null ? 0 : dicomPort,
        };
        // A loaded machine may take its time.
        for (var i = 0; ; i++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("studies?limit=1", UriKind.Relative), TestContext.Current.CancellationToken);
                if (answer.IsSuccessStatusCode)
                    return server;
            }
            catch (HttpRequestException)
            {
            }
            if (i >= 600 || process.HasExited)
            {
                server.Dispose();
                throw new InvalidOperationException($"Orthanc did not start: {string.Join('\n', log)}");
            }
            await Task.Delay(100);
        }
    }

    /// <summary>Asks Orthanc's own interface, which is no DICOMweb.</summary>
    public async Task<JsonElement> AskAsync(string path)
    {
        var text = await Http.GetStringAsync(new Uri(Root, "/" + path), TestContext.Current.CancellationToken);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        _process.Dispose();
        Http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
