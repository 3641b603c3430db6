using System.Text;
using Plain;

namespace Radiomics.Imaging.Dicom;

/// <summary>Specific Character Set (0008,0005) to text (PS3.3 section C.12.1.1.2). Text that does not fit its declared set is read as far
/// as it goes, never refused.</summary>
internal static class CharacterSets
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Decodes the bytes of a text value, padding trimmed.</summary>
    /// <param name="bytes">The value.</param>
    /// <param name="characterSet">The value of (0008,0005), or <see langword="null"/> for the default repertoire.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? characterSet)
    {
        if (bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0 && !bytes.Contains((byte)0x1B))
            return Trim(Encoding.Latin1.GetString(bytes));
        var set = characterSet ?? "";
        if (set.Contains("IR 87", StringComparison.Ordinal) || set.Contains("IR 159", StringComparison.Ordinal))
            return Trim(CodePage(50220).GetString(bytes));
        if (set.Contains("IR 149", StringComparison.Ordinal))
            return Trim(CodePage(949).GetString(WithoutEscapes(bytes)));
        if (set.Contains("IR 58", StringComparison.Ordinal))
            return Trim(CodePage(936).GetString(WithoutEscapes(bytes)));
        var first = set.Split('\\')[0].Trim();
        var number = first[(first.LastIndexOf(' ') + 1)..];
        var page = number switch
        {
            "101" => 28592,
            "109" => 28593,
            "110" => 28594,
            "144" => 28595,
            "127" => 28596,
            "126" => 28597,
            "138" => 28598,
            "148" => 28599,
            "203" => 28605,
            "13" => 932,
            "166" => 874,
            "GB18030" => 54936,
            "GBK" => 936,
            _ => 0,
        };
        if (page != 0)
            return Trim(CodePage(page).GetString(bytes));
        if (number == "100")
            return Trim(Encoding.Latin1.GetString(bytes));
        try
        {
            // UTF-8 is both a set of its own and what writers that declare none tend to mean.
            return Trim(Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return Trim(Encoding.Latin1.GetString(bytes));
        }
    }

    private static Encoding CodePage(int page) => CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.Latin1;

    // In the Chinese and Korean sets an escape only announces what the high bit then says anyway.
    private static byte[] WithoutEscapes(ReadOnlySpan<byte> bytes)
    {
        var kept = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0x1B)
                i += i + 1 < bytes.Length && bytes[i + 1] == '$' ? 3 : 2;
            else
                kept.Add(bytes[i]);
        }
        return [.. kept];
    }

    // A value of one line: what a terminal would act upon has no meaning in it.
    private static string Trim(string text) => PlainWords.WithoutControls(text.Trim(' ', '\0'));
}
