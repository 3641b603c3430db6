using System.Text.Json;
using Survival.Models.Numerics;
using Survival.Models.Persistence;

namespace Survival.Models.Cox;

/// <summary>The JSON form of a Cox model. Of a baseline only the times with events and the last time are kept: no curve changes
/// elsewhere.</summary>
internal static class CoxModelJson
{
    private const string Format = "Survival.Models.CoxModel";
    // 2 has curved terms and interactions, which a reader of 1 would take for plain columns.
    private const int Version = 2;

    public static void Write(CoxModel model, Stream stream) => ModelJson.Write(stream, Format, VersionOf(model), writer =>
    {
        var s = model.State;
        writer.WriteTexts("columns", s.ColumnNames);
        writer.WriteStartArray("terms");
        foreach (var term in s.Terms)
            WriteTerm(writer, term);
        writer.WriteEndArray();
        writer.WriteNumbers("coefficients", s.Coefficients);
        writer.WriteNumbers("means", s.Means);
        writer.WriteNumberValue("offsetMean", s.OffsetMean);
        writer.WriteNumbers("covariance", s.Covariance);
        if (s.IsRobust)
            writer.WriteNumbers("modelCovariance", s.ModelCovariance);
        writer.WriteBoolean("robust", s.IsRobust);
        writer.WriteString("ties", s.Ties.ToString());
        writer.WriteNumber("rows", s.RowCount);
        writer.WriteNumber("events", s.EventCount);
        writer.WriteNumberValue("logLikelihoodNull", s.LogLikelihoodNull);
        writer.WriteNumberValue("logLikelihood", s.LogLikelihood);
        writer.WriteNumberValue("scoreStatistic", s.ScoreStatistic);
        writer.WriteNumberValue("robustScoreStatistic", s.RobustScoreStatistic);
        writer.WriteNumber("iterations", s.Iterations);
        writer.WriteStartArray("baselines");
        foreach (var baseline in model.Baselines)
            WriteBaseline(writer, baseline, s.ColumnNames.Count);
        writer.WriteEndArray();
    });

    public static CoxModel Read(Stream stream) => ModelJson.Read(stream, Format, Version, root =>
    {
        var columns = root.ReadTexts("columns");
        var p = columns.Length;
        if (columns.Distinct(StringComparer.Ordinal).Count() != p)
            throw new FormatException("A column stands twice.");
        var robust = root.ReadFlag("robust");
        var covariance = root.ReadNumbers("covariance", (long)p * p);
        var state = new CoxModelState
        {
            ColumnNames = columns,
            Terms = Terms(root, p),
            Coefficients = root.ReadNumbers("coefficients", p),
            Means = root.ReadNumbers("means", p),
            OffsetMean = root.ReadNumber("offsetMean"),
            Covariance = covariance,
            ModelCovariance = robust ? root.ReadNumbers("modelCovariance", (long)p * p) : covariance,
            IsRobust = robust,
            Ties = root.ReadName<TieMethod>("ties"),
            RowCount = root.ReadCount("rows"),
            EventCount = root.ReadCount("events"),
            LogLikelihoodNull = root.ReadNumber("logLikelihoodNull"),
            LogLikelihood = root.ReadNumber("logLikelihood"),
            ScoreStatistic = root.ReadNumber("scoreStatistic"),
            RobustScoreStatistic = root.ReadNumber("robustScoreStatistic"),
            Iterations = root.ReadCount("iterations"),
            Baselines = [.. root.Items("baselines").Select(b => ReadBaseline(b, p))],
        };
        if (state.Coefficients.Any(double.IsInfinity)
            || state.Means.Concat(covariance).Concat(state.ModelCovariance).Any(v => !double.IsFinite(v))
            || !double.IsFinite(state.OffsetMean))
            throw new FormatException("A coefficient, mean or covariance is not finite.");
        return state.Baselines.Count > 0 ? new CoxModel(state) : throw new FormatException("There is no baseline.");
    });

    private static int VersionOf(CoxModel model) =>
        model.Terms.Any(t => t.IsCurved || t.Kind == TermKind.Interaction) ? 2 : 1;

    // What a linear or categorical term does not have is not written, so that their files are as they were.
    private static void WriteTerm(Utf8JsonWriter writer, DesignTerm term)
    {
        writer.WriteStartObject();
        writer.WriteString("name", term.Name);
        writer.WriteNumber("columns", term.ColumnCount);
        writer.WriteTexts("levels", term.Levels);
        if (term.IsCurved || term.Kind == TermKind.Interaction)
            writer.WriteString("kind", term.Kind.ToString());
        if (term.Knots.Count > 0)
            writer.WriteNumbers("knots", [.. term.Knots]);
        if (term.Powers.Count > 0)
        {
            writer.WriteNumbers("powers", [.. term.Powers]);
            writer.WriteNumberValue("shift", term.Shift);
            writer.WriteNumberValue("scale", term.Scale);
        }
        if (term.Factors.Count > 0)
        {
            writer.WriteStartArray("factors");
            foreach (var factor in term.Factors)
                WriteTerm(writer, factor);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static readonly string[] Names = ["time", "atRisk", "eventWeight", "censored", "cumulativeHazard", "variance"];

    private static void WriteBaseline(Utf8JsonWriter writer, CoxBaseline baseline, int p)
    {
        var n = baseline.Time.Length;
        var kept = Enumerable.Range(0, n).Where(k => baseline.Columns[2][k] > 0 || k == n - 1).ToArray();
        writer.WriteStartObject();
        writer.WriteNumber("stratum", baseline.Stratum);
        writer.WriteString("name", baseline.Name);
        for (var c = 0; c < Names.Length; c++)
            writer.WriteNumbers(Names[c], kept.Select(k => baseline.Columns[c][k]).ToArray());
        writer.WriteNumbers("meanSum", kept.SelectMany(k => baseline.MeanSum.Slice(k * p, p).ToArray()).ToArray());
        writer.WriteEndObject();
    }

    private static CoxBaseline ReadBaseline(JsonElement element, int p)
    {
        var time = element.ReadNumbers("time");
        if (time.Length == 0)
            throw new FormatException("A baseline has no times.");
        for (var k = 1; k < time.Length; k++)
        {
            if (!(time[k] > time[k - 1]))
                throw new FormatException("The times of a baseline do not ascend.");
        }
        double[][] columns = [.. Names.Select(name => element.ReadNumbers(name, time.Length))];
        for (var k = 0; k < time.Length; k++)
        {
            // Hazard and variance: what a curve is made of.
            if (!double.IsFinite(time[k]) || !(columns[4][k] >= (k == 0 ? 0 : columns[4][k - 1])) || !(columns[5][k] >= 0))
                throw new FormatException(
                    Invariant(
                        $"The times of a baseline must be finite, its hazard must not fall and its variance not be negative; place {k} is "
                    )
                    + "not so.");
        }
        return new CoxBaseline(element.ReadCount("stratum"), element.ReadText("name"), columns,
            element.ReadNumbers("meanSum", (long)time.Length * p), TimeFix.Slack(time));
    }

    private static List<DesignTerm> Terms(JsonElement root, int columns)
    {
        var terms = new List<DesignTerm>();
        var first = 0;
        foreach (var e in root.Items("terms"))
        {
            var term = ReadTerm(e, first, columns - first);
            terms.Add(term);
            first += term.ColumnCount;
        }
        return first == columns ? terms : throw new FormatException(Invariant($"The terms have {first} columns, the model {columns}."));
    }

    private static DesignTerm ReadTerm(JsonElement e, int first, int most)
    {
        var (name, count, levels) = (e.ReadText("name"), e.ReadCount("columns"), e.ReadTexts("levels"));
        if (count < 1 || count > most || (levels.Length > 0 && levels.Length != count + 1))
            throw new FormatException(
                Invariant($"The term '{name}' has {count} columns and {levels.Length} levels; {most} columns of the model are left."));
        var term = new DesignTerm(name, first, count, levels);
        if (e.Optional("kind") is null)
            return term;
        var kind = e.ReadName<TermKind>("kind");
        term = term with { Kind = kind };
        switch (kind)
        {
            case TermKind.RestrictedCubic or TermKind.Natural:
                var knots = e.ReadNumbers("knots", count + 1);
                if (knots.Any(k => !double.IsFinite(k)) || knots.Zip(knots.Skip(1)).Any(p => !(p.First < p.Second))
                    || knots.Length < (kind == TermKind.Natural ? 2 : 3))
                    throw new FormatException($"The knots of '{name}' must be finite and ascend.");
                return term with { Knots = knots };
            case TermKind.FractionalPolynomial:
                var (powers, shift, scale) = (e.ReadNumbers("powers", count), e.ReadFinite("shift"), e.ReadFinite("scale"));
                if (powers.Any(p => !double.IsFinite(p)) || !(scale > 0))
                    throw new FormatException($"A power of '{name}' is not finite, or its scale not positive.");
                return term with { Powers = powers, Shift = shift, Scale = scale };
            case TermKind.Interaction:
                List<DesignTerm> factors = [.. e.Items("factors").Select(f => ReadTerm(f, 0, count))];
                if (factors.Count < 2 || factors.Aggregate(1L, (n, f) => n * f.ColumnCount) != count
                    || factors.Exists(f => f.Kind == TermKind.Interaction))
                    throw new FormatException(Invariant($"The factors of '{name}' do not make its {count} columns."));
                return term with { Factors = factors };
            default:
                return term;
        }
    }
}
