namespace Radiomics.Imaging.Formats;

/// <summary>A file that holds (a part of) the numbers of an image.</summary>
/// <param name="Source">The file.</param>
/// <param name="Offset">Where its data starts, in bytes.</param>
/// <param name="LineSkip">How many lines come before the data, after the offset.</param>
/// <param name="ByteSkip">How many (decompressed) bytes come before the data, after the lines.</param>
/// <param name="FromEnd">The data is the last of the file, whatever stands before it.</param>
internal sealed record DataPart(ImageSource Source, long Offset, int LineSkip = 0, long ByteSkip = 0, bool FromEnd = false);
