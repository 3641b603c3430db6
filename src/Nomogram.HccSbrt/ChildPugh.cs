using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt;

/// <summary>The Child-Turcotte-Pugh class of liver function. The study had no patient of class C, so the model has no value for
/// one.</summary>
public readonly record struct ChildPugh
{
    private readonly char _letter;

    private ChildPugh(char letter) => _letter = letter;

    /// <summary>Class A, 5 or 6 points.</summary>
    public static ChildPugh A { get; } = new('A');

    /// <summary>Class B, 7 to 9 points.</summary>
    public static ChildPugh B { get; } = new('B');

    internal bool IsKnown => _letter != '\0';

    /// <summary>The class of a Child-Turcotte-Pugh score: 5 or 6 points are A, 7 to 9 are B.</summary>
    /// <param name="points">5 to 9; the score itself goes to 15.</param>
    /// <exception cref="PatientInputException">10 to 15 points, class C, of which the study had no patient; or no such
    /// score.</exception>
    public static ChildPugh FromPoints(int points) =>
        points switch
        {
            5 or 6 => A,
            >= 7 and <= 9 => B,
            >= 10 and <= 15 => throw new PatientInputException(
                Invariant($"{points} Child-Pugh points are class C. The study had no such patient, so the model says nothing of one.")),
            _ => throw new PatientInputException(
                Invariant($"A Child-Pugh score has 5 to 15 points, not {points}; this model takes 5 to 9.")),
        };

    /// <summary>The class of a letter.</summary>
    /// <param name="text"><c>A</c> or <c>B</c>, in either case.</param>
    /// <exception cref="PatientInputException">Class C, of which the study had no patient, or any other text.</exception>
    public static ChildPugh Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim().ToUpperInvariant() switch
        {
            "A" => A,
            "B" => B,
            "C" => throw new PatientInputException("The study had no patient of Child-Pugh class C, so the model says nothing of one."),
            _ => throw new PatientInputException($"'{text}' is not a Child-Pugh class; this model takes A or B."),
        };
    }

    /// <summary>The letter.</summary>
    public override string ToString() => IsKnown ? $"{_letter}" : "";
}
