using System.Text.Json;
using Radiomics.Features.Extraction;

namespace Reference.Features;

/// <summary>Our provenance beside PyRadiomics': the same entries in the same order, with the same values; versions aside, which are our
/// own.</summary>
internal static class DiagnosticsComparison
{
    private const double Allowed = 1e-6;

    public static ConformanceRow Row(string id, PyRadiomicsCase reference, FeatureSet ours)
    {
        var (outside, note) = (0, "");
        void Miss(string what)
        {
            outside++;
            note = note.Length == 0 ? what : note;
        }

        // An image that PyRadiomics was given as DICOM has no hash in the reference: how it was put together is another matter.
        var expected = reference.Diagnostics;
        var actual = ours
            .Diagnostics.Where(d => !d.Key.EndsWith("_Hash", StringComparison.Ordinal) || expected.Exists(e => e.Key == d.Key))
            .ToList();
        if (!expected.Select(e => e.Key).SequenceEqual(actual.Select(a => a.Key)))
            Miss(
                $"other entries: "
                    + $"{string.Join(", ", Differing().Take(4))}"
            );
        foreach (var (key, value) in expected)
        {
            if (key.StartsWith("diagnostics_Versions_", StringComparison.Ordinal))
                continue;
            if (ours.Diagnostic(key) is { } own && !Same(value, own))
                Miss($"{key}: {own}, reference {value.GetRawText()}");
        }
        return new ConformanceRow(id, expected.Count, outside, outside, Allowed, "entries", note);

        IEnumerable<string> Differing()
        {
            string[] theirs = [.. expected.Select(e => e.Key)], own = [.. actual.Select(a => a.Key)];
            return own.Except(theirs).Concat(theirs.Except(own));
        }
    }

    private static bool Same(JsonElement expected, DiagnosticValue actual) =>
        expected.ValueKind switch
        {
            JsonValueKind.Null => actual.ToString() == "None",
            JsonValueKind.String => actual.Text == expected.GetString(),
            JsonValueKind.Array => actual.Items.Count == expected.GetArrayLength()
                && expected.EnumerateArray().Zip(actual.Items).All(p => Same(p.First, p.Second)),
            JsonValueKind.Object => expected.EnumerateObject().Select(e => e.Name).SequenceEqual(actual.Entries.Select(e => e.Key))
                && expected.EnumerateObject().Zip(actual.Entries).All(p => Same(p.First.Value, p.Second.Value)),

            // The reference was written with truth values as 0 and 1.
            JsonValueKind.Number => Near(
                expected.GetDouble(),
                actual.Number
                    ?? (
                        actual.ToString() switch
                        {
                            "True" => 1,
                            "False" => 0,
                            _ => double.NaN,
                        }
                    )
            ),
            _ => false,
        };

    private static bool Near(double expected, double actual) => Math.Abs(actual - expected) <= Math.Max(Allowed * Math.Abs(expected), 1e-9);
}
