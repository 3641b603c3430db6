namespace Radiomics.Studies;

/// <summary>How files say in which set a patient is.</summary>
internal static class SplitWords
{
    /// <summary>Whether a cell means the training set; <see langword="null"/> where it means neither set.</summary>
    public static bool? Trains(string? cell) => cell?.Trim().ToUpperInvariant() switch
    {
        "TRAIN" or "TRAINING" or "DEVELOPMENT" or "DERIVATION" or "1" or "TRUE" => true,
        "VALIDATION" or "VALID" or "VAL" or "TEST" or "TESTING" or "0" or "2" or "FALSE" => false,
        _ => null,
    };

    /// <summary>A column whose cells are words of both sets and nothing else, numbers aside; <see langword="null"/> where there is
    /// none.</summary>
    public static string? ColumnOf(SurvivalTable table) => table.ColumnNames.FirstOrDefault(name =>
    {
        if (table.IsNumeric(name))
            return false;
        var sets = table.Texts(name).Select(c => c is not null && !bool.TryParse(c, out _) ? Trains(c) : null).Distinct().ToList();
        return sets.Contains(true) && sets.Contains(false) && sets.Count == 2;
    });
}
