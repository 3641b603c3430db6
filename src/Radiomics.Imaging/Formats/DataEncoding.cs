namespace Radiomics.Imaging.Formats;

/// <summary>How the numbers of an image are written.</summary>
internal enum DataEncoding
{
    /// <summary>As they lie in memory, in either byte order.</summary>
    Raw,

    /// <summary>Compressed by gzip (RFC 1952) or zlib (RFC 1950), told apart by their first bytes.</summary>
    Deflate,

    /// <summary>Decimal numbers apart by white space.</summary>
    Text,

    /// <summary>Two hexadecimal digits a byte.</summary>
    Hex,

    /// <summary>As a picture format has them: the whole file is decoded at once.</summary>
    Picture,
}
