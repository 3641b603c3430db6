using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Radiomics.Imaging.DicomWeb.Tests;

/// <summary>Speaks TLS in front of a server that does not. (Orthanc 1.10.1 of Debian 12 can, but falls over at the first handshake with
/// OpenSSL 3; hospitals put a proxy before theirs too.)</summary>
internal sealed class TlsProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;

    private readonly string? _client;

    /// <param name="behind">The port of the server.</param>
    /// <param name="folder">Where the certificate is put.</param>
    /// <param name="client">The thumbprint of the certificate that a client must show; none where it need not.</param>
    public TlsProxy(int behind, string folder, string? client = null)
    {
        _client = client;
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Certificate = Path.Combine(folder, "certificate.pem");
        File.WriteAllText(Certificate, _certificate.ExportCertificatePem());
        _listener.Start();
        _ = AcceptAsync(behind);
    }

    /// <summary>The certificate that it shows (PEM).</summary>
    public string Certificate { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync(int behind)
    {
        try
        {
            while (true)
                _ = ForwardAsync(await _listener.AcceptTcpClientAsync(), behind);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ForwardAsync(TcpClient client, int behind)
    {
        try
        {
            using (client)
            using (var server = new TcpClient())
            {
                await using var secure = new SslStream(client.GetStream());
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ClientCertificateRequired = _client is not null,
                    RemoteCertificateValidationCallback = (_, shown, _, _) => _client is null || shown?.GetCertHashString() == _client,
                });
                await server.ConnectAsync(IPAddress.Loopback, behind);
                await using var plain = server.GetStream();
                await Task.WhenAny(secure.CopyToAsync(plain), plain.CopyToAsync(secure));
            }
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException or SocketException)
        {
            // A client that does not trust it goes away.
        }
    }
}
