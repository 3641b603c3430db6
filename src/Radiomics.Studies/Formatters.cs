using Notebooks;

namespace Radiomics.Studies;

/// <summary>How the results look in a notebook.</summary>
internal sealed class Formatters
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter(value => value is StudyResult study ? Show(study) : null)];

    private static string Show(StudyResult study)
    {
        var table = new HtmlTable("Study", ["", .. study.Sets.All.Select(s => s.Set)]);
        Row("patients", s => s.Rows.Count);
        Row("events", s => s.FollowUp.EventCount);
        if (study.Competing is { } competing)
            table.Row(["competing events", .. competing.All.Select(s => (object)s.Value.Competing)]);
        if (study.Input.Competing is null)
            table.Row([
                $"median {study.Protocol.Outcome.Survival}, " + study.Protocol.TimeUnit,
                .. study.Survival.All.Select(s => (object)s.Value.Overall.Median.Estimate),
            ]);
        if (study.Concordance is { } concordance)
        {
            foreach (var model in concordance.Training.Models.Select(m => m.Model))
                table.Row([
                    $"C-index, {model}",
                    .. concordance.All.Select(s =>
                        s.Value.Models.FirstOrDefault(m => m.Model == model)?.Harrell is { } c
                            ? FormattableString.Invariant($"{c.Index:0.000} ({c.Lower:0.000} to {c.Upper:0.000})")
                            : null
                    ),
                ]);
        }
        if (study.Icc is { } icc)
            table.Note($"Reproducible features: {icc.Kept.Count} of {icc.Features.Count}.");
        if (study.Signature is { Count: > 0 } signature)
            table.Note(
                FormattableString.Invariant($"Signature: {signature.Count} feature{(signature.Count == 1 ? "" : "s")}")
                    + (study.Lasso is { } lasso ? FormattableString.Invariant($" at lambda {lasso.Model.Lambda:G6}") : "")
                    + $": {string.Join(", ", signature.Select(s => s.Feature))}."
            );
        if (study.CutPoint is { } cut)
            table.Note(FormattableString.Invariant($"Cut of the Rad-score: {cut.Search.CutPoint:G6}."));
        foreach (var note in study.Notes)
            table.Note($"{note.Step}: {note.Message}");
        return table.Note("For research use only.").ToString();

        void Row(string name, Func<StudySet, object> cell) => table.Row([name, .. study.Sets.All.Select(s => cell(s.Value))]);
    }
}
