namespace Reference.Survival;

/// <summary>
/// Gathers one row of the conformance table: counts the values compared, those outside, and keeps the worst.
/// Errors are relative; where the reference is below <paramref name="floor"/> in size they are taken relative to the floor.
/// </summary>
public sealed class Comparison(string name, double allowed = 1e-8, double floor = 1e-10)
{
    private string _worstName = "";
    private double _worst;
    private int _compared;
    private int _outside;

    /// <summary>The values outside, by name.</summary>
    public List<string> Outside { get; } = [];

    /// <summary>Compares one value. NaN (NA) equals NaN only, an infinity itself only.</summary>
    /// <param name="what">The value's name.</param>
    /// <param name="expected">The reference's.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="scale">The size the error is taken relative to where it is larger than the value: for sums that cancel to about
    /// zero.</param>
    /// <param name="allow">A closeness of its own, for a value that the reference gives with fewer digits.</param>
    public void Add(string what, double expected, double actual, double scale = 0, double? allow = null)
    {
        _compared++;
        double error;
        if (double.IsNaN(expected) || double.IsNaN(actual))
            error = double.IsNaN(expected) && double.IsNaN(actual) ? 0 : double.PositiveInfinity;
        else if (double.IsInfinity(expected) || double.IsInfinity(actual))
            error = expected.Equals(actual) ? 0 : double.PositiveInfinity;
        else
            error = Math.Abs(actual - expected) / Math.Max(Math.Max(Math.Abs(expected), Math.Abs(scale)), floor);
        if (allow is null && (error > _worst || _worstName.Length == 0))
            (_worst, _worstName) = (error, what);
        if (error > (allow ?? allowed))
        {
            _outside++;
            if (Outside.Count < 20)
                Outside.Add($"{what}: expected {expected:R}, got {actual:R} (error {error:0.0e+0})");
        }
    }

    /// <summary>Compares two vectors; a different length counts as one value outside.</summary>
    public void Add(string what, IReadOnlyList<double> expected, IReadOnlyList<double> actual, double scale = 0, double? allow = null)
    {
        if (expected.Count != actual.Count)
            Add(what + ".length", expected.Count, actual.Count);
        for (var i = 0; i < Math.Min(expected.Count, actual.Count); i++)
            Add($"{what}[{i}]", expected[i], actual[i], scale, allow);
    }

    /// <summary>The row. Its note names the worst value, or those outside.</summary>
    public ConformanceRow ToRow(string note = "") =>
        new(
            name,
            _compared,
            _outside,
            _worst,
            allowed,
            "relative",
            note.Length > 0 ? note
                : _outside > 0 ? string.Join("; ", Outside)
                : _worstName
        );
}
