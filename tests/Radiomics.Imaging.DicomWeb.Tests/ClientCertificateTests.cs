using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Radiomics.Cli;

namespace Radiomics.Imaging.DicomWeb.Tests;

/// <summary>A server that lets in only who shows its certificate.</summary>
public sealed class ClientCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("client-certificate").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_certificate_of_the_client_is_shown_and_no_other_is_let_in()
    {
        using var archive = new HttpListener();
        var port = FreePort();
        archive.Prefixes.Add($"http://127.0.0.1:{port}/");
        archive.Start();
        _ = AnswerAsync(archive);
        var (own, thumbprint) = Certificate("own");
        var (other, _) = Certificate("other");
        using var proxy = new TlsProxy(port, _folder, thumbprint);
        string[] ask = ["fetch", $"https://127.0.0.1:{proxy.Port}/dicom-web", "--ca", proxy.Certificate];
        Assert.Equal(0, await Run([.. ask, "--client-certificate", own]));
        Assert.Equal(1, await Run([.. ask, "--client-certificate", other]));
        Assert.Equal(1, await Run(ask));
        var without = Path.Combine(_folder, "without-key.pem");
        File.WriteAllText(without, File.ReadAllText(own).Split("-----BEGIN PRIVATE KEY")[0]);
        Assert.Equal(1, await Run([.. ask, "--client-certificate", without]));
    }

    private static async Task<int> Run(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return await Application.RunAsync(arguments, output, error, TestContext.Current.CancellationToken);
    }

    // Certificate and key in one PEM.
    private (string Path, string Thumbprint) Certificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.Combine(_folder, name + ".pem");
        File.WriteAllText(path, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        return (path, made.GetCertHashString());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AnswerAsync(HttpListener archive)
    {
        try
        {
            while (true)
            {
                var answer = (await archive.GetContextAsync()).Response;
                answer.ContentType = "application/dicom+json";
                await answer.OutputStream.WriteAsync("[]"u8.ToArray());
                answer.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }
}
