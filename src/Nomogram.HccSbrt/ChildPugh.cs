using Survival.Models.Prognosis;

namespace Nomogram.HccSbrt;

/// <summary>Ways to a <see cref="ChildPughClass"/>.</summary>
public static class ChildPugh
{
    /// <summary>The class of a Child-Turcotte-Pugh score: 5 or 6 points are A, 7 to 9 are B.</summary>
    /// <param name="points">5 to 9; the score itself goes to 15.</param>
    /// <exception cref="PatientInputException">10 to 15 points, class C, of which the study had no patient; or no such
    /// score.</exception>
    public static ChildPughClass FromPoints(int points) =>
        points switch
        {
            5 or 6 => ChildPughClass.A,
            >= 7 and <= 9 => ChildPughClass.B,
            >= 10 and <= 15 => throw new PatientInputException(
                Invariant($"{points} Child-Pugh points are class C. The study had no such patient, so the model says nothing of one.")),
            _ => throw new PatientInputException(
                Invariant($"A Child-Pugh score has 5 to 15 points, not {points}; this model takes 5 to 9.")),
        };

    /// <summary>The class of a letter.</summary>
    /// <param name="text"><c>A</c> or <c>B</c>, in either case.</param>
    /// <exception cref="PatientInputException">Class C, of which the study had no patient, or any other text.</exception>
    public static ChildPughClass Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Trim().ToUpperInvariant() switch
        {
            "A" => ChildPughClass.A,
            "B" => ChildPughClass.B,
            "C" => throw new PatientInputException("The study had no patient of Child-Pugh class C, so the model says nothing of one."),
            _ => throw new PatientInputException($"'{text}' is not a Child-Pugh class; this model takes A or B."),
        };
    }

    internal static ChildPughClass Checked(ChildPughClass value) => value is ChildPughClass.A or ChildPughClass.B
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The Child-Pugh class is A or B.");
}
