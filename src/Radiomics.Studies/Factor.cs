using Survival.Models;

namespace Radiomics.Studies;

/// <summary>A variable that a Cox model may hold: a number, or levels, of every patient; missing where NaN or null.</summary>
internal sealed class Factor
{
    private readonly double[] _numbers = [];
    private readonly string?[] _texts = [];

    public Factor(string name, double[] numbers) => (Name, _numbers) = (name, numbers);

    public Factor(string name, string?[] texts, string[] levels) => (Name, _texts, Levels) = (name, texts, levels);

    public string Name { get; }

    /// <summary>The levels, the reference first; empty for a number.</summary>
    public string[] Levels { get; } = [];

    public bool IsKnown(int row) => Levels.Length > 0 ? _texts[row] is { } t && Array.IndexOf(Levels, t) >= 0 : !double.IsNaN(_numbers[row]);

    public void AddTo(DesignMatrixBuilder design, int[] rows)
    {
        if (Levels.Length > 0)
            design.Categorical(Name, [.. rows.Select(r => _texts[r]!)], Levels);
        else
            design.Numeric(Name, [.. rows.Select(r => _numbers[r])]);
    }

    /// <summary>How a nomogram or a form shows it, by its values in some rows.</summary>
    public StudyPredictor ToPredictor(int[] rows)
    {
        if (Levels.Length > 0)
            return new StudyPredictor(Name, [.. Levels.Skip(1).Select(l => Name + l)], double.NaN, double.NaN, [], Levels);
        double[] values = [.. rows.Select(r => _numbers[r]).Distinct().Order()];
        // rms shows the values themselves of a variable that has no more than ten.
        return new StudyPredictor(Name, [Name], values[0], values[^1], values.Length <= 10 ? values : [], []);
    }

    /// <summary>Whether it takes one value only in some rows.</summary>
    public bool IsConstant(IEnumerable<int> rows) =>
        (Levels.Length > 0 ? rows.Where(IsKnown).Select(r => _texts[r]!).Distinct(StringComparer.Ordinal).Count() : rows.Where(IsKnown).Select(r => _numbers[r]).Distinct().Count()) < 2;
}
