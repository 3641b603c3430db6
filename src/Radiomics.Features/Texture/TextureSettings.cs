namespace Radiomics.Features.Texture;

/// <summary>How texture matrices are built and aggregated: PyRadiomics' settings of its texture classes. Immutable.</summary>
public sealed record TextureSettings
{
    /// <summary>PyRadiomics' defaults.</summary>
    public static TextureSettings Default { get; } = new();

    /// <summary>
    /// <c>distances</c>: the distances of the neighbours by the infinity norm, in voxels, for GLCM, GLDM and NGTDM; each at least 1 and
    /// given once. Runs and zones always join voxels at distance 1. The default is 1.
    /// </summary>
    public IReadOnlyList<int> Distances { get; init; } = [1];

    /// <summary>
    /// <c>weightingNorm</c>: where given, the matrices of all directions are weighted by their distance in mm under this norm and
    /// summed before features are computed (GLCM: exp(-d^2), GLRLM: d); where <see langword="null"/>, features are computed for each
    /// direction and averaged.
    /// </summary>
    public WeightingNorm? WeightingNorm { get; init; }

    /// <summary><c>symmetricalGLCM</c>: whether a pair of voxels counts in both orders. The default is <see langword="true"/>.</summary>
    public bool SymmetricalGlcm { get; init; } = true;

    /// <summary><c>gldm_a</c>: a neighbour is dependent where its level differs by at most this; not negative. The default is 0.</summary>
    public double GldmA { get; init; }

    /// <summary>
    /// The axis, 0 (x), 1 (y) or 2 (z), along which no neighbour is looked for; <see langword="null"/> for all three. PyRadiomics'
    /// <c>force2Ddimension</c> counts from z: its 0 is 2 here.
    /// </summary>
    public int? FlatAxis { get; init; }

    /// <summary>The greatest of <see cref="Distances"/>: the margin that a discretised region needs.</summary>
    internal int Reach => Distances.Count == 0 ? 1 : Math.Max(1, Distances.Max());

    internal void Validate()
    {
        if (Distances is null || Distances.Count == 0 || Distances.Any(d => d < 1) || Distances.Distinct().Count() != Distances.Count)
        {
            throw new ArgumentException(
                "Distances are whole numbers of at least 1, each given once; "
                    + $"[{string.Join(", ", (Distances ?? []).Select(d => Invariant($"{d}")))}] was given.",
                nameof(Distances)
            );
        }
        if (!(GldmA >= 0))
            throw new ArgumentOutOfRangeException(
                nameof(GldmA),
                GldmA,
                "The difference up to which a neighbour is dependent is not negative."
            );
        if (FlatAxis is < 0 or > 2)
            throw new ArgumentOutOfRangeException(nameof(FlatAxis), FlatAxis, "An axis is 0 (x), 1 (y) or 2 (z).");
    }
}
