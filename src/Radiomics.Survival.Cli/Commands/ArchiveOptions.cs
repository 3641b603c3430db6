using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Files;
using Radiomics.Imaging.DicomWeb;

namespace Radiomics.Cli.Commands;

/// <summary>The address of a DICOMweb archive, and who asks. Secrets stand in files, because others can see a command line.</summary>
internal sealed class ArchiveOptions
{
    // Far more than any token, password or store of authorities has; what is larger was not meant.
    private const int MostBytes = 4 << 20;

    private readonly Argument<string> _address = new("url")
    {
        Description = "The root of the DICOMweb service, such as https://pacs/dicom-web.",
    };
    private readonly Option<string?> _token = new("--token-file")
    {
        Description = "A file with the bearer token; it is read anew for each request, so that it can be renewed.",
        HelpName = "file",
    };
    private readonly Option<string?> _password = new("--password-file")
    {
        Description = "A file with USER:PASSWORD, for servers that ask for these.",
        HelpName = "file",
    };
    private readonly Option<string?> _authority = new("--ca")
    {
        Description = "Trust the authorities of this file (PEM), and no others, to certify the server.",
        HelpName = "file",
    };
    private readonly Option<string?> _certificate = new("--client-certificate")
    {
        Description = "A file with the client's certificate and key (PEM).",
        HelpName = "file",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_address);
        foreach (var option in new Option[] { _token, _password, _authority, _certificate })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_token) is not null && result.GetValue(_password) is not null)
                result.AddError("Give --token-file or --password-file, not both.");
        });
    }

    /// <summary>The archive, and what is to be disposed of after it.</summary>
    /// <exception cref="InvalidDataException">The address is none, or a secret would go over plain http to another machine.</exception>
    public (DicomWebClient Archive, HttpClient Http) Open(ParseResult parsed)
    {
        if (!Uri.TryCreate(parsed.GetRequiredValue(_address), UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https"))
            throw new InvalidDataException("The archive's address must start with https:// or http://.");
        if (root.Query.Length > 0)
            throw new InvalidDataException("The archive's address has no query; give the service's root, such as https://pacs/dicom-web.");
        if (root.UserInfo.Length > 0)
            throw new InvalidDataException("A user and password do not belong into the address; give --password-file.");
        var handler = new SocketsHttpHandler();
        if (parsed.GetValue(_authority) is { } authority)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck
            };
            policy.CustomTrustStore.AddRange(Certificates(authority));
            handler.SslOptions.CertificateChainPolicy = policy;
        }
        if (parsed.GetValue(_certificate) is { } certificate)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(Own(certificate), null);
        var http = new HttpClient(handler) { BaseAddress = root };
        var isOpen = root.Scheme == "http" && !root.IsLoopback;
        if (isOpen && (parsed.GetValue(_password) ?? parsed.GetValue(_token)) is not null)
            throw new InvalidDataException(
                "A password or token is not sent over plain http, where anybody on the way can read it; use https.");
        if (parsed.GetValue(_password) is { } password)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(password).Trim()))
            );
        }
        var token = parsed.GetValue(_token);
        // What is wrong with the file is said now: within a request it would pass for a broken connection, and be tried again.
        if (token is not null)
            Text(token);
        return (
            new DicomWebClient(
                http,
                new DicomWebOptions
                {
                    Token = token is null ? null : _ => ValueTask.FromResult(Text(token).Trim()),
                }
            ),
            http
        );
    }

    private static X509Certificate2Collection Certificates(string path)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(Text(path));
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"{path}: there is no certificate in it that can be read (PEM was expected).", e);
        }
        return found.Count > 0 ? found : throw new InvalidDataException($"{path}: there is no certificate in it (PEM was expected).");
    }

    private static X509Certificate2 Own(string path)
    {
        try
        {
            var text = Text(path);
            return X509Certificate2.CreateFromPem(text, text);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"{path}: there is no certificate with its key in it that can be read (PEM was expected).", e);
        }
    }

    private static string Text(string path)
    {
        using var file = PlainFile.OpenRead(path);
        if (file.Length > MostBytes)
            throw new InvalidDataException(
                Invariant($"{path} has {file.Length} bytes; {MostBytes} at most were expected. Give another file.")
            );
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
