namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>Compressed pixels are damaged or of a kind that is not decoded; the frame's reader adds the file's name.</summary>
internal sealed class CodecException(string problem) : Exception(problem);
