namespace Radiomics.Imaging.Dicom.Codecs;

/// <summary>A run of coding passes with bytes of its own, which packets may give in parts.</summary>
internal sealed class CodeSegment(int most)
{
    public List<(int Start, int Length)> Parts { get; } = [];

    public int Length { get; private set; }

    public int Passes { get; private set; }

    /// <summary>How many passes it can take.</summary>
    public int Most { get; } = most;

    public void Add(int passes, int start, int length)
    {
        Passes += passes;
        Length += length;
        if (length > 0)
            Parts.Add((start, length));
    }
}

/// <summary>A code-block: a rectangle of one sub-band that is coded alone.</summary>
internal sealed class CodeBlock(int x, int y, int width, int height)
{
    public int X { get; } = x;

    public int Y { get; } = y;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public bool IsIncluded { get; set; }

    /// <summary>How many bit planes are coded.</summary>
    public int Planes { get; set; }

    public int LengthBits { get; set; } = 3;

    public List<CodeSegment> Segments { get; } = [];
}

/// <summary>The code-blocks of one precinct in one sub-band.</summary>
internal sealed class BlockGrid(CodeBlock[] blocks, int width)
{
    private TagTree? _inclusion, _planes;

    public CodeBlock[] Blocks { get; } = blocks;

    public int Width { get; } = width;

    public TagTree Inclusion => _inclusion ??= new TagTree(Width, Blocks.Length / Width);

    public TagTree Planes => _planes ??= new TagTree(Width, Blocks.Length / Width);
}

/// <summary>A sub-band of a resolution.</summary>
/// <param name="Orientation">0 LL, 1 HL, 2 LH, 3 HH.</param>
/// <param name="X0">Its first column.</param>
/// <param name="Y0">Its first row.</param>
/// <param name="Planes">How many bit planes its numbers can have.</param>
/// <param name="Step">Its quantisation step.</param>
/// <param name="Precincts">Its code-blocks, by precinct.</param>
internal sealed record SubBand(int Orientation, int X0, int Y0, int Planes, float Step, BlockGrid[] Precincts);

/// <summary>A resolution: the image at one of its sizes.</summary>
internal sealed record Resolution(
    int X0,
    int Y0,
    int X1,
    int Y1,
    int PrecinctBitsX,
    int PrecinctBitsY,
    int PrecinctsAcross,
    int PrecinctsDown,
    SubBand[] Bands
)
{
    public int Width => X1 - X0;

    public int Height => Y1 - Y0;
}
