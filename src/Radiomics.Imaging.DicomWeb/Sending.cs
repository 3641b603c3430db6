using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Radiomics.Imaging.Dicom;

namespace Radiomics.Imaging.DicomWeb;

/// <summary>Sends objects (STOW-RS, PS3.18 section 10.5), and believes of each only that it is stored if the answer names it.</summary>
internal sealed class Sending(Transport transport)
{
    private readonly Dictionary<string, JsonElement?> _studies = [];
    private readonly HashSet<string> _strangers = [];

    /// <summary>Sends a file.</summary>
    /// <returns>What the server changed or passed over.</returns>
    /// <exception cref="DicomWebException">It was not stored.</exception>
    public async Task<List<string>> SendAsync(string path, DicomFile file, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var uid = file.Text(new DicomTag(0x0008, 0x0018)) ?? "";
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        if (PatientModule.IsMissing(file))
        {
            if (await StudyAsync(file, cancellationToken).ConfigureAwait(false) is { } study)
                bytes = PatientModule.Fill(bytes, study);
            else if (_strangers.Add(file.Text(new DicomTag(0x0020, 0x000D)) ?? ""))
                warnings.Add($"{path}: the server does not have its study; its patient is a placeholder, as in all files of the study.");
        }
        var answer = await transport
            .SendAsync(
                $"sending object {uid}",
                () => Request(bytes),
                Transport.ReadJsonAsync,
                s => s == HttpStatusCode.Conflict,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (DicomJson.Items(answer, "00081198").FirstOrDefault(i => Uid(i) == uid) is { ValueKind: JsonValueKind.Object } failed)
            throw new DicomWebException($"the server refused it: {Failure(DicomJson.Number(failed, "00081197"))}");
        if (DicomJson.Items(answer, "00081199").FirstOrDefault(i => Uid(i) == uid) is not { ValueKind: JsonValueKind.Object } stored)
            throw new DicomWebException("the server's answer does not say that it was stored");
        if (DicomJson.Number(stored, "00081196") is { } warning)
            warnings.Add($"{path}: stored, but {Warning(warning)}.");
        return warnings;
    }

    private HttpRequestMessage Request(byte[] file)
    {
        var request = transport.Ask(HttpMethod.Post, "studies", "application/dicom+json");
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/dicom");
        var content = new MultipartContent("related", "radiomics-" + Guid.NewGuid().ToString("N")) { part };
        content.Headers.ContentType!.Parameters.Add(new NameValueHeaderValue("type", "\"application/dicom\""));
        request.Content = content;
        return request;
    }

    // The study as the server describes it; null where it has none.
    private async Task<JsonElement?> StudyAsync(DicomFile file, CancellationToken cancellationToken)
    {
        var uid = file.Text(new DicomTag(0x0020, 0x000D)) ?? "";
        if (!DicomJson.IsUid(uid))
            return null;
        if (!_studies.TryGetValue(uid, out var study))
        {
            var found = await transport
                .SearchAsync(
                    $"looking for study {uid}",
                    "studies",
                    [("StudyInstanceUID", uid), ("includefield", "00100021")],
                    DicomJson.StudyInstanceUid,
                    1,
                    cancellationToken
                )
                .ConfigureAwait(false);
            _studies[uid] = study = found.Count > 0 ? found[0] : null;
        }
        return study;
    }

    private static string Uid(JsonElement item) => DicomJson.Text(item, "00081155");

    // PS3.18 table I.2-2.
    private static string Failure(int? reason) => reason switch
    {
        0x0110 => "processing failed (0110)",
        0x0111 => "it has one of this UID (0111)",
        0x0117 => "its UID is invalid (0117)",
        0x0122 => "it does not take this kind of object (0122)",
        0x0124 => "this user may not store (0124)",
        0xC122 => "it does not take this transfer syntax (C122)",
        >= 0xA700 and <= 0xA7FF => Invariant($"it is out of resources ({reason:X4})"),
        >= 0xA900 and <= 0xA9FF => Invariant($"the object does not fit its kind ({reason:X4})"),
        >= 0xC000 and <= 0xCFFF => Invariant($"it does not understand the object ({reason:X4})"),
        { } other => Invariant($"reason {other:X4}"),
        null => "it gives no reason",
    };

    private static string Warning(int reason) => reason switch
    {
        0xB000 => "the server changed elements of it (B000)",
        0xB006 => "the server left out elements of it (B006)",
        0xB007 => "it does not fit its kind (B007)",
        _ => Invariant($"with warning {reason:X4}"),
    };
}
