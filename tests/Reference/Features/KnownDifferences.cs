namespace Reference.Features;

/// <summary>Where our values are not PyRadiomics' and why, worked out; each with the number of values concerned, which the tests hold to.</summary>
public static class KnownDifferences
{
    private const string Straight =
        "Five voxels on a straight line: the second eigenvalue is exactly 0, and so are MinorAxisLength and Elongation here. "
        + "LAPACK leaves a rounding error of 2.1e-16 mm² (1.5e-17 of the largest), whose root PyRadiomics reports as 5.8e-8 mm and 3.8e-9.";

    private static readonly Dictionary<string, (int Outside, string Cause)> Rows = new()
    {
        ["edge-default / noise_diagonal / shape"] = (2, Straight),
        ["edge-small-regions / noise_diagonal / shape"] = (2, Straight),
    };

    /// <summary>How many values of a row are outside, and why.</summary>
    public static (int Outside, string Cause) Of(string row) => Rows.GetValueOrDefault(row, (0, ""));
}
