namespace Radiomics.Studies;

/// <summary>Which clinical columns are screened.</summary>
internal sealed partial class StudyRun
{
    private const int MostLevels = 10;
    private const double MostMissing = 0.2;

    /// <summary>The paper's thirteen factors, each with the raw column that stands in for it, or is its companion.</summary>
    private static readonly (string Column, string? Companion)[] PublishedFactors =
    [
        ("size_gt5", "tumour_cm"), ("bed_ge70", "bed"), ("ntum_gt3", "n_tumours"), ("ctp_b", null), ("mvi", null), ("ps2", null), ("n1", null),
        ("afp_gt20", "afp"), ("hbsag_pos", null), ("age", "age_ge50"), ("male", null), ("tace", null), ("systemic", null),
    ];

    private static readonly string[] Companions = [.. PublishedFactors.Select(f => f.Companion).OfType<string>(), "dose_gy", "fractions"];

    private List<Factor> Factors(StudySet training)
    {
        var factors = new List<Factor>();
        foreach (var name in FactorNames())
        {
            var factor = ToFactor(name, training);
            if (factor is not null)
                factors.Add(factor);
        }
        return factors;
    }

    private IEnumerable<string> FactorNames()
    {
        var columns = input.FactorColumns;
        if (options.Factors is { } named)
        {
            if (named.FirstOrDefault(n => !input.Clinical.ColumnNames.Contains(n, StringComparer.Ordinal)) is { } unknown)
                throw new StudyInputException($"There is no clinical column '{unknown}' to take as a factor. The columns are: {string.Join(", ", columns)}.");
            return named.Distinct(StringComparer.Ordinal);
        }
        bool Has(string? name) => name is not null && columns.Contains(name, StringComparer.Ordinal);
        var published = PublishedFactors.Select(f => Has(f.Column) ? f.Column : f.Companion).Where(Has).Select(n => n!).ToList();
        return published.Concat(columns.Where(c => !published.Contains(c, StringComparer.Ordinal) && !Companions.Contains(c, StringComparer.Ordinal)));
    }

    private Factor? ToFactor(string name, StudySet training)
    {
        Factor factor;
        if (input.Clinical.IsNumeric(name))
        {
            var numbers = input.Clinical.Numbers(name);
            if (Array.FindIndex(numbers, double.IsInfinity) is var at and >= 0)
                throw new StudyInputException($"The clinical column '{name}' is infinite for the patient '{input.Ids[at]}'; a number or an empty cell is needed.");
            factor = new Factor(name, numbers);
        }
        else
        {
            string?[] texts = [.. input.Clinical.Texts(name).Select(t => t?.Trim())];
            string[] levels = [.. training.Take(texts).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (levels.Length > MostLevels)
            {
                Note("cox", $"The clinical column '{name}' is text with {levels.Length} different values, so it is no factor.");
                return null;
            }
            factor = new Factor(name, texts, levels);
            if (levels.Length > 0 && Enumerable.Range(0, Count).Where(i => texts[i] is not null && !factor.IsKnown(i)).Select(i => texts[i]).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } unseen)
                Note("cox", $"The clinical column '{name}' has levels outside the training set only ({string.Join(", ", unseen)}); they count as missing.");
        }
        var missing = training.Rows.Count(r => !factor.IsKnown(r));
        if (missing > MostMissing * training.Rows.Count)
            Note("cox", $"The clinical column '{name}' is missing for {missing} of {training.Rows.Count} training patients, too many to screen it.");
        else if (factor.IsConstant(training.Rows))
            Note("cox", $"The clinical column '{name}' has one value only in the training set, so it is not screened.");
        else
            return factor;
        return null;
    }
}
