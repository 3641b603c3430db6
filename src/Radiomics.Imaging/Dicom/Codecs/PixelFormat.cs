namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>
/// How the pixels of an image are stored (PS3.5 section 8.1). The pixel's bits are the lowest ones: High Bit must say so
/// today, and where an old file says otherwise GDCM and pydicom do not believe it.
/// </summary>
internal readonly record struct PixelFormat(int Columns, int Rows, int BitsAllocated, int BitsStored, bool Signed, bool Float)
{
    /// <summary>The bytes of one frame. Where single-bit frames are no whole bytes, each but a compressed one begins where the one before
    /// ends.</summary>
    public long FrameBytes => ((long)Columns * Rows * BitsAllocated + 7) / 8;

    /// <summary>The smallest and the largest number that can be stored.</summary>
    public (double Min, double Max) Range => Float ? (double.NegativeInfinity, double.PositiveInfinity)
        : Signed ? (-Math.ScaleB(1, BitsStored - 1), Math.ScaleB(1, BitsStored - 1) - 1)
        : (0, Math.ScaleB(1, BitsStored) - 1);
}
