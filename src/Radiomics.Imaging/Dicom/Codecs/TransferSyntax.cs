namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>The transfer syntaxes (PS3.5 section 10 and annex A, PS3.6 table A-1): which can be read, and what the others are
/// called.</summary>
internal static class TransferSyntax
{
    public const string ImplicitLittle = "1.2.840.10008.1.2";
    public const string ExplicitLittle = "1.2.840.10008.1.2.1";
    public const string Deflated = "1.2.840.10008.1.2.1.99";
    public const string ExplicitBig = "1.2.840.10008.1.2.2";

    public const string EncapsulatedUncompressed = "1.2.840.10008.1.2.1.98";
    public const string JpegBaseline = "1.2.840.10008.1.2.4.50";
    public const string JpegExtended = "1.2.840.10008.1.2.4.51";
    public const string JpegLossless = "1.2.840.10008.1.2.4.57";
    public const string JpegLosslessFirst = "1.2.840.10008.1.2.4.70";
    public const string JpegLsLossless = "1.2.840.10008.1.2.4.80";
    public const string JpegLsNear = "1.2.840.10008.1.2.4.81";
    public const string Jpeg2000Lossless = "1.2.840.10008.1.2.4.90";
    public const string Jpeg2000 = "1.2.840.10008.1.2.4.91";
    public const string Rle = "1.2.840.10008.1.2.5";
    public const string DeflatedFrame = "1.2.840.10008.1.2.8.1";

    /// <summary>Whether pixels in this syntax can be read: plain or compressed.</summary>
    public static bool IsRead(string uid) => IsNative(uid) || FrameCodec.Knows(uid);

    /// <summary>Whether pixels in this syntax are plain numbers.</summary>
    public static bool IsNative(string uid) => uid is ImplicitLittle or ExplicitLittle or Deflated or ExplicitBig;

    /// <summary>The name that the standard gives a syntax, without the UID.</summary>
    public static string NameOf(string uid) => uid switch
    {
        ImplicitLittle => "Implicit VR Little Endian",
        ExplicitLittle => "Explicit VR Little Endian",
        Deflated => "Deflated Explicit VR Little Endian",
        ExplicitBig => "Explicit VR Big Endian",
        "1.2.840.10008.1.2.1.98" => "Encapsulated Uncompressed Explicit VR Little Endian",
        "1.2.840.10008.1.2.4.50" => "JPEG Baseline (Process 1)",
        "1.2.840.10008.1.2.4.51" => "JPEG Extended (Process 2 and 4)",
        "1.2.840.10008.1.2.4.57" => "JPEG Lossless (Process 14)",
        "1.2.840.10008.1.2.4.70" => "JPEG Lossless (Process 14, Selection Value 1)",
        "1.2.840.10008.1.2.4.80" => "JPEG-LS Lossless",
        "1.2.840.10008.1.2.4.81" => "JPEG-LS Near-lossless",
        "1.2.840.10008.1.2.4.90" => "JPEG 2000 (Lossless Only)",
        "1.2.840.10008.1.2.4.91" => "JPEG 2000",
        "1.2.840.10008.1.2.4.92" => "JPEG 2000 Part 2 Multi-component (Lossless Only)",
        "1.2.840.10008.1.2.4.93" => "JPEG 2000 Part 2 Multi-component",
        "1.2.840.10008.1.2.4.94" => "JPIP Referenced",
        "1.2.840.10008.1.2.4.95" => "JPIP Referenced Deflate",
        "1.2.840.10008.1.2.4.100" or "1.2.840.10008.1.2.4.100.1" => "MPEG2 Main Profile / Main Level",
        "1.2.840.10008.1.2.4.101" or "1.2.840.10008.1.2.4.101.1" => "MPEG2 Main Profile / High Level",
        "1.2.840.10008.1.2.4.102" or "1.2.840.10008.1.2.4.102.1" => "MPEG-4 AVC/H.264 High Profile / Level 4.1",
        "1.2.840.10008.1.2.4.103" or "1.2.840.10008.1.2.4.103.1" => "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1",
        "1.2.840.10008.1.2.4.104" or "1.2.840.10008.1.2.4.104.1" => "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video",
        "1.2.840.10008.1.2.4.105" or "1.2.840.10008.1.2.4.105.1" => "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video",
        "1.2.840.10008.1.2.4.106" or "1.2.840.10008.1.2.4.106.1" => "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2",
        "1.2.840.10008.1.2.4.107" => "HEVC/H.265 Main Profile / Level 5.1",
        "1.2.840.10008.1.2.4.108" => "HEVC/H.265 Main 10 Profile / Level 5.1",
        "1.2.840.10008.1.2.4.110" => "JPEG XL Lossless",
        "1.2.840.10008.1.2.4.111" => "JPEG XL JPEG Recompression",
        "1.2.840.10008.1.2.4.112" => "JPEG XL",
        "1.2.840.10008.1.2.4.201" => "High-Throughput JPEG 2000 (Lossless Only)",
        "1.2.840.10008.1.2.4.202" => "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)",
        "1.2.840.10008.1.2.4.203" => "High-Throughput JPEG 2000",
        "1.2.840.10008.1.2.4.204" => "JPIP HTJ2K Referenced",
        "1.2.840.10008.1.2.4.205" => "JPIP HTJ2K Referenced Deflate",
        "1.2.840.10008.1.2.5" => "RLE Lossless",
        "1.2.840.10008.1.2.8.1" => "Deflated Image Frame Compression",
        "" => "unnamed transfer syntax",
        _ when uid.StartsWith("1.2.840.10008.1.2.4.", StringComparison.Ordinal) => "a JPEG or video transfer syntax",
        _ => "a transfer syntax that is not the standard's",
    };

    /// <summary>Why an object's pixels cannot be read, and what to do about it.</summary>
    public static ImageFormatException Refuse(string source, string uid)
    {
        const string Tool = "'gdcmconv --raw IN OUT' (GDCM), or export it again as Explicit VR Little Endian";
        return new ImageFormatException(
            source,
            $"its pixels are stored as {NameOf(uid)} (transfer syntax {uid}), which is not read here. Decompress every file of the "
                + $"series first, with {Tool}."
        );
    }
}
