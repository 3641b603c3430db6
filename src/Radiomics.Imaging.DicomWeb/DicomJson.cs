using System.Globalization;
using System.Text.Json;

namespace Radiomics.Imaging.DicomWeb;

/// <summary>Reads the elements of a data set in the DICOM JSON model (PS3.18 annex F).</summary>
internal static class DicomJson
{
    public const string StudyInstanceUid = "0020000D";
    public const string SeriesInstanceUid = "0020000E";
    public const string SopInstanceUid = "00080018";

    /// <summary>The values of an element as texts; of a name its groups, joined as in a file.</summary>
    public static List<string> Texts(JsonElement data, string tag)
    {
        if (data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty(tag, out var element)
            || element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("Value", out var values)
            || values.ValueKind != JsonValueKind.Array)
            return [];
        return [.. values.EnumerateArray().Select(Text)];
    }

    public static string Text(JsonElement data, string tag) => Texts(data, tag).FirstOrDefault() ?? "";

    public static int? Number(JsonElement data, string tag) =>
        int.TryParse(Text(data, tag), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static IEnumerable<JsonElement> Items(JsonElement data, string tag) =>
        data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty(tag, out var element)
        && element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty("Value", out var values)
        && values.ValueKind == JsonValueKind.Array
            ? values.EnumerateArray()
            : [];

    /// <summary>A UID, which becomes part of addresses and file names: it is taken only if it is one (PS3.5 section 9.1).</summary>
    public static string Uid(JsonElement data, string tag)
    {
        var text = Text(data, tag);
        return IsUid(text)
            ? text
            : throw new DicomWebException(
                "The server's answer to a search lacks a UID, or has one that is none (digits and points, at most 64). Its DICOMweb "
                    + "service does not follow the standard (PS3.18 section 10.6.3)."
            );
    }

    public static bool IsUid(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiDigit(c) || c == '.') && char.IsAsciiDigit(text[0]);

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object => string.Join('=', Groups(value)).TrimEnd('='),
        _ => "",
    };

    private static IEnumerable<string> Groups(JsonElement name)
    {
        foreach (var group in (string[])["Alphabetic", "Ideographic", "Phonetic"])
            yield return name.TryGetProperty(group, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() ?? "" : "";
    }
}
