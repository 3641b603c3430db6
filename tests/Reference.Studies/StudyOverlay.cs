using System.Text.Json;
using Reference.Survival;

namespace Reference.Studies;

/// <summary>Lays one JSON tree over another by name and compares every value of the first.</summary>
public sealed class StudyOverlay(Comparison result)
{
    /// <summary>The fields of the reference that ours has not.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Compares a value and all below it.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="expected">The reference's.</param>
    /// <param name="actual">Ours.</param>
    public void Compare(string path, JsonElement expected, JsonElement actual)
    {
        if (expected.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in expected.EnumerateObject())
            {
                if (actual.TryGetProperty(member.Name, out var ours))
                    Compare($"{path}.{member.Name}", member.Value, ours);
                else
                    Missing.Add($"{path}.{member.Name}");
            }
        }
        else if (expected.ValueKind == JsonValueKind.Array && actual.ValueKind == JsonValueKind.Array)
        {
            if (expected.GetArrayLength() != actual.GetArrayLength())
                result.Add(path + ".length", expected.GetArrayLength(), actual.GetArrayLength());
            foreach (var (theirs, ours) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
                Compare(path, theirs, ours);
        }
        else if (expected.ValueKind == JsonValueKind.Number && actual.ValueKind == JsonValueKind.Number)
        {
            var value = expected.GetDouble();
            var (allow, scale) = StudyDifferences.Of(path, value);
            result.Add(path, value, actual.GetDouble(), scale, allow);
        }
        else
        {
            // Null, text and flags must be the same; a number where the other has none is a difference.
            result.Add(path, 1, expected.ToString() == actual.ToString() && expected.ValueKind == actual.ValueKind ? 1 : 0);
        }
    }
}
