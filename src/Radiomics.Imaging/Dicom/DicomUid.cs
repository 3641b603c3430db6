using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Radiomics.Imaging.Dicom;

/// <summary>Makes unique identifiers (PS3.5 annex B.2: <c>2.25.</c> and a UUID as a decimal number).</summary>
internal static class DicomUid
{
    /// <summary>The UID of a text: the same text always gives the same UID, others practically never do.</summary>
    /// <param name="text">Any text that names the object, such as <c>demo/series/slice 1</c>.</param>
    public static string FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16);
        // Version 8 (own layout) and the variant of RFC 9562.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return Invariant($"2.25.{new BigInteger(bytes, isUnsigned: true, isBigEndian: true)}");
    }
}
