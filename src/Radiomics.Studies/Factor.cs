using Survival.Models.Prognosis;

namespace Radiomics.Studies;

/// <summary>A variable that a Cox model may hold: a number, or levels, of every patient; missing where NaN or null.</summary>
internal sealed class Factor
{
    private readonly double[] _numbers = [];
    private readonly string?[] _texts = [];

    public Factor(string name, double[] numbers) => (Name, _numbers) = (name, numbers);

    public Factor(string name, string?[] texts, string[] levels) => (Name, _texts, Levels) = (name, texts, levels);

    public string Name { get; }

    /// <summary>Whether it tells the event of nearly everybody, so that a note asks whether it is an outcome.</summary>
    public bool TellsEvent { get; set; }

    /// <summary>The numbers; empty of levels.</summary>
    public ReadOnlySpan<double> Numbers => _numbers;

    /// <summary>The levels, the reference first; empty for a number.</summary>
    public string[] Levels { get; } = [];

    /// <summary>The columns of a model that holds it.</summary>
    public string[] Columns => Levels.Length > 0 ? [.. Levels.Skip(1).Select(l => Name + l)] : [Name];

    public bool IsKnown(int row) =>
        Levels.Length > 0 ? _texts[row] is { } t && Array.IndexOf(Levels, t) >= 0 : !double.IsNaN(_numbers[row]);

    /// <summary>The design of some factors in some rows.</summary>
    public static DesignMatrix Design(IReadOnlyList<Factor> factors, int[] rows)
    {
        var design = new DesignMatrixBuilder(rows.Length);
        foreach (var factor in factors)
        {
            if (factor.Levels.Length > 0)
                design.Categorical(factor.Name, [.. rows.Select(r => factor._texts[r]!)], factor.Levels);
            else
                design.Numeric(factor.Name, [.. rows.Select(r => factor._numbers[r])]);
        }
        return design.Build();
    }

    /// <summary>The patients of a set that have a value in all of some factors, by their places in the set and in the input.</summary>
    public static (int[] Places, int[] Rows) Complete(StudySet set, IReadOnlyList<Factor> factors)
    {
        int[] places = [.. Enumerable.Range(0, set.Rows.Count).Where(i => factors.All(f => f.IsKnown(set.Rows[i])))];
        return places.Length > 0
            ? (places, [.. places.Select(i => set.Rows[i])])
            : throw new InvalidSurvivalDataException(
                $"No patient of the {set.Name} set has a value in all of {string.Join(", ", factors.Select(f => f.Name))}."
            );
    }

    /// <summary>The patients and events of each level among those of a set that have a value; a number of 0 and 1 alone has two
    /// levels, another one.</summary>
    public IReadOnlyList<(string Level, int Patients, int Events)> Count(StudySet set)
    {
        int[] places = [.. Enumerable.Range(0, set.Rows.Count).Where(i => IsKnown(set.Rows[i]))];
        bool Is(int place, double value) => _numbers[set.Rows[place]] == value;
        (string Name, Func<int, bool> Has)[] levels =
            Levels.Length > 0 ? [.. Levels.Select(l => (l, (Func<int, bool>)(i => _texts[set.Rows[i]] == l)))]
            : places.All(i => Is(i, 0) || Is(i, 1)) ? [("0", i => Is(i, 0)), ("1", i => Is(i, 1))]
            : [("", _ => true)];
        return
        [
            .. levels.Select(l => (l.Name, places.Count(l.Has), places.Count(i => l.Has(i) && set.FollowUp.Event[i]))),
        ];
    }

    /// <summary>How a nomogram or a form shows it, by its values in some rows, in the protocol's words.</summary>
    public Predictor ToPredictor(StudyProtocol protocol, int[] rows)
    {
        var words = protocol.FactorOf(Name);
        var label = words.Label.Length > 0 ? words.Label : StudyLabels.OfOwn(Name) ?? Name.Replace('_', ' ');
        return Bare(rows) with { Label = label, Unit = words.Unit };
    }

    private Predictor Bare(int[] rows)
    {
        if (Levels.Length > 0)
            return Predictor.Categorical(Name, Levels, Columns);
        double[] values = [.. rows.Select(r => _numbers[r]).Distinct().Order()];
        // rms shows the values themselves of a variable that has no more than ten.
        return values.Length <= 10 ? Predictor.Discrete(Name, values) : Predictor.Continuous(Name, values[0], values[^1]);
    }

    /// <summary>Whether it takes one value only in some rows.</summary>
    public bool IsConstant(IEnumerable<int> rows) =>
        (
            Levels.Length > 0
                ? rows.Where(IsKnown).Select(r => _texts[r]!).Distinct(StringComparer.Ordinal).Count()
                : rows.Where(IsKnown).Select(r => _numbers[r]).Distinct().Count()
        ) < 2;
}
