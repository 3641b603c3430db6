namespace Radiomics.Imaging.Dicom;

/// <summary>A value representation (PS3.5 section 6.2): its two letters as a big endian number.</summary>
internal enum Vr : ushort
{
    UN = ('U' << 8) | 'N',
    SQ = ('S' << 8) | 'Q',
    OB = ('O' << 8) | 'B',
    OW = ('O' << 8) | 'W',
    OF = ('O' << 8) | 'F',
    OD = ('O' << 8) | 'D',
    OL = ('O' << 8) | 'L',
    OV = ('O' << 8) | 'V',
    US = ('U' << 8) | 'S',
    SS = ('S' << 8) | 'S',
    UL = ('U' << 8) | 'L',
    SL = ('S' << 8) | 'L',
    UV = ('U' << 8) | 'V',
    SV = ('S' << 8) | 'V',
    FL = ('F' << 8) | 'L',
    FD = ('F' << 8) | 'D',
    AT = ('A' << 8) | 'T',
    UI = ('U' << 8) | 'I',
    DS = ('D' << 8) | 'S',
    IS = ('I' << 8) | 'S',
    CS = ('C' << 8) | 'S',
    LO = ('L' << 8) | 'O',
    SH = ('S' << 8) | 'H',
    PN = ('P' << 8) | 'N',
    DA = ('D' << 8) | 'A',
    TM = ('T' << 8) | 'M',
    UC = ('U' << 8) | 'C',
    UR = ('U' << 8) | 'R',
    UT = ('U' << 8) | 'T',
    AE = ('A' << 8) | 'E',
    AS = ('A' << 8) | 'S',
    DT = ('D' << 8) | 'T',
    LT = ('L' << 8) | 'T',
    ST = ('S' << 8) | 'T',
}

/// <summary>What the encoding depends on.</summary>
internal static class VrFacts
{
    /// <summary>Whether two bytes are capital letters, as every representation's are, also those of a later edition.</summary>
    public static bool LooksLikeVr(byte first, byte second) =>
        first is >= (byte)'A' and <= (byte)'Z' && second is >= (byte)'A' and <= (byte)'Z';

    /// <summary>Whether the length is a 16-bit number; any representation not listed has a 32-bit one (PS3.5 section 7.1.2).</summary>
    public static bool HasShortLength(this Vr vr) => vr is Vr.AE or Vr.AS or Vr.AT or Vr.CS or Vr.DA or Vr.DS or Vr.DT or Vr.FL or Vr.FD
        or Vr.IS or Vr.LO or Vr.LT or Vr.PN or Vr.SH or Vr.SL or Vr.SS or Vr.ST or Vr.TM or Vr.UI or Vr.UL or Vr.US;

    /// <summary>Whether values of this kind are bulk that no builder asks for as an element.</summary>
    public static bool IsBulk(this Vr vr) => vr is Vr.OB or Vr.OW or Vr.OF or Vr.OD or Vr.OL or Vr.OV;
}
