using System.Globalization;
using Plain;
using Suggestions;
using Survival.Models.Discrimination;

namespace Radiomics.Studies;

/// <summary>Which clinical columns are screened, and which are left out: identifiers, constants, columns that are mostly missing.</summary>
internal static class FactorsStep
{
    private const int MostLevels = 10;
    private const double MostMissing = 0.2;
    private const double AlmostPerfect = 0.35;
    private const double AlmostTheEvent = 0.95;

    public static Outcome<List<Factor>> Make(StudyWork work, StudySet training)
    {
        var factors = new List<Factor>();
        foreach (var (column, named) in Candidates(work))
        {
            if (Of(work, training, column, named) is { } factor)
                factors.Add(factor);
        }
        foreach (var factor in factors)
            LookForOutcome(work, training, factor);
        return factors;
    }

    /// <summary>The columns in order, and whether the protocol names each.</summary>
    private static List<(string Column, bool IsNamed)> Candidates(StudyWork work)
    {
        var (protocol, columns, all) = (work.Protocol, work.Input.FactorColumns, work.Input.Clinical.ColumnNames);
        bool Has(string? name) => name is not null && columns.Contains(name, StringComparer.Ordinal);
        var chosen = new List<(string, bool)>();
        foreach (var factor in protocol.Factors.Where(f => f.IsCandidate == true))
        {
            // No cohort's factor, so that the outcome itself is meant.
            if (!Has(factor.Name) && (factor.Name == protocol.Columns.Time || factor.Name == protocol.Columns.Event)
                && all.Contains(factor.Name, StringComparer.Ordinal))
                throw new StudyInputException(
                    $"'{factor.Name}' is the column of the {(factor.Name == protocol.Columns.Time ? "time" : "event")}: the outcome is no "
                        + "factor of itself. Leave it out of the factors.");
            if (Has(factor.Name) || (!factor.IsOptional && all.Contains(factor.Name, StringComparer.Ordinal)))
                chosen.Add((factor.Name, true));
            else if (Has(factor.StandIn))
                chosen.Add((factor.StandIn!, true));
            else if (!factor.IsOptional)
                throw new StudyInputException(
                    $"There is no clinical column '{factor.Name}' to take as a factor.{Nearest.Suggest(factor.Name, columns)} The "
                        + $"columns are: {SettingForms.Names(columns)}."
                );
        }
        if (protocol.ScreensOthers)
        {
            bool IsSpoken(string column) =>
                protocol.Factors.Any(f => (f.Name == column && f.IsCandidate is not null) || f.StandIn == column);
            chosen.AddRange(columns.Where(c => !IsSpoken(c) && c != protocol.Columns.Batch).Select(c => (c, false)));
        }
        return [.. chosen.DistinctBy(c => c.Item1, StringComparer.Ordinal)];
    }

    /// <summary>Whether a column that nobody named holds what ids do, so that it is neither screened nor described.</summary>
    public static bool HoldsIds(StudyWork work, string name) =>
        work.Protocol.Factors.All(f => f.Name != name && f.StandIn != name)
        && work.Input.Clinical.IdsNote(name, ofAnyName: true) is not null;

    private static Factor? Of(StudyWork work, StudySet training, string name, bool isNamed)
    {
        var table = work.Input.Clinical;
        var reference = work.Protocol.FactorOf(name).Reference;
        Factor? factor;
        if (table.IsNumeric(name) && reference is null)
        {
            var numbers = table.Numbers(name);
            if (Array.FindIndex(numbers, double.IsInfinity) is var at and >= 0)
                throw new StudyInputException(
                    $"The clinical column '{name}' is infinite in {table.PlaceOf(at)}; a number or an empty cell is needed."
                );
            if (IsOfIds())
                return null;
            factor = new Factor(name, numbers);
        }
        else if (reference is null && Mistake(table, name) is { } mistake)
        {
            if (isNamed)
                throw new StudyInputException(mistake);
            work.Note(StudyStep.Cox, $"{mistake} The column is not screened until then.");
            return null;
        }
        else if (reference is null && IsOfIds())
        {
            return null;
        }
        else
        {
            factor = OfLevels(work, training, name, reference);
            if (factor is null)
                return null;
        }
        var missing = training.Rows.Count(r => !factor.IsKnown(r));
        if (missing > MostMissing * training.Rows.Count)
            work.Note(
                StudyStep.Cox,
                Invariant($"The clinical column '{name}' is missing for {missing} of {training.Rows.Count} training patients, ")
                    + "too many to screen it."
            );
        else if (factor.IsConstant(training.Rows))
            work.Note(StudyStep.Cox, $"The clinical column '{name}' has one value only in the training set, so it is not screened.");
        else
            return factor;
        return null;

        // The rule and the words of a cohort's notes, which are left out of a study's (see StudyInput).
        bool IsOfIds()
        {
            if (isNamed || table.IdsNote(name, ofAnyName: true) is not { } note)
                return false;
            work.Note(StudyStep.Cox, $"{note} It is not screened; name it as a factor to have it screened.");
            return true;
        }
    }

    private static string? Mistake(SurvivalTable table, string name)
    {
        if (table.MistakeIn(name) is not { } mistake)
            return null;
        var (numbers, filled) = (table.CountNumbers(name), table.Texts(name).Count(c => c is not null));
        return numbers == filled
            ? mistake.Message
            : Invariant($"The clinical column '{name}' has numbers for {numbers} of {filled} patients, but ")
                + $"'{table.Texts(name)[mistake.Row]}' in {table.PlaceOf(mistake.Row)}. Mend the cell (empty or NA where it is missing); "
                + "if its values are levels, name the factor with a reference.";
    }

    private static Factor? OfLevels(StudyWork work, StudySet training, string name, string? reference)
    {
        string?[] texts = [.. work.Input.Clinical.Texts(name).Select(t => t?.Trim())];
        string[] levels =
        [
            .. training
                .Take(texts)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .OrderBy(t => double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : double.MaxValue)
                .ThenBy(t => t, StringComparer.Ordinal),
        ];
        if (levels.Length == 0)
        {
            work.Note(StudyStep.Cox, $"The clinical column '{name}' is empty for every training patient, so it is not screened.");
            return null;
        }
        if (levels.Length > MostLevels)
        {
            work.Note(StudyStep.Cox, $"The clinical column '{name}' has {levels.Length} different levels, so it is no factor.");
            return null;
        }
        if (reference is not null)
        {
            if (!levels.Contains(reference, StringComparer.Ordinal))
                throw new StudyInputException(
                    $"The reference level '{reference}' of '{name}' is no level of it in the training set. There are: "
                        + $"{PlainWords.List(levels)}."
                );
            levels = [reference, .. levels.Where(l => l != reference)];
        }
        var factor = new Factor(name, texts, levels);
        if (
            levels.Length > 0
            && Enumerable
                .Range(0, work.Count)
                .Where(i => texts[i] is not null && !factor.IsKnown(i))
                .Select(i => texts[i]!)
                .Distinct(StringComparer.Ordinal)
                .ToList()
                is { Count: > 0 } unseen
        )
            work.Note(
                StudyStep.Cox,
                $"The clinical column '{name}' has levels outside the training set only ({PlainWords.List(unseen)}); they count as "
                    + $"missing."
            );
        return factor;
    }

    /// <summary>
    /// A factor that tells the follow-up almost by itself is hardly known at its start: another endpoint, or this one in other words.
    /// </summary>
    private static void LookForOutcome(StudyWork work, StudySet training, Factor factor)
    {
        int[] places = [.. Enumerable.Range(0, training.Rows.Count).Where(i => factor.IsKnown(training.Rows[i]))];
        var values = factor.Numbers.ToArray();
        double[] marker = factor.Levels.Length > 0 ? [] : [.. places.Select(i => values[training.Rows[i]])];
        var follow = training.FollowUp.Select(places);
        if (marker.All(v => v is 0 or 1))
        {
            // How many are told by what is the most frequent of their level; where hardly anybody has the event all are by nothing.
            var levels = factor.Count(training);
            double all = places.Length, told = levels.Sum(l => Math.Max(l.Events, l.Patients - l.Events));
            var missed = Math.Min(follow.EventCount, all - follow.EventCount);
            if (told / all >= AlmostTheEvent && all - told <= missed / 2)
            {
                factor.TellsEvent = true;
                Ask(FormattableString.Invariant($"tells the event of {100 * told / all:0}% of the training patients"));
            }
        }
        else if (
            work.Try(StudyStep.Cox, $"'{factor.Name}' was not looked at", () => Concordance.Estimate(follow, marker)) is { } c
            && Math.Abs(c.Index - 0.5) >= AlmostPerfect
        )
        {
            Ask(FormattableString.Invariant($"orders the follow-up almost perfectly (concordance {c.Index:0.00})"));
        }

        void Ask(string what) =>
            work.Note(
                StudyStep.Cox,
                $"The clinical column '{factor.Name}' {what}: is it an outcome? If so have it ignored, or all that uses it is too good."
            );
    }
}
