using System.Text.Json;
using Radiomics;
using Radiomics.Studies;
using Reference.Survival;

namespace Reference.Studies;

/// <summary>The whole study on the reference cohort, from the files to study.json, against R's study.json, field by field.</summary>
public sealed class StudySection : IConformanceSection
{
    private static readonly Lazy<JsonElement> Ours = new(() =>
    {
        using var stream = new MemoryStream();
        Study.Run(ReadInput(), Protocol, -1).WriteJson(stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    });

    private static readonly Lazy<JsonElement> Theirs = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("reference", "study", "study.json"))).RootElement
    );

    /// <inheritdoc/>
    public int Order => 90;

    /// <inheritdoc/>
    public string Title => "The whole study";

    /// <inheritdoc/>
    public string Introduction =>
        "`radiomics study` on the simulated cohort of `reference/study`, from its CSV files: every field of R's `study.json` that ours "
            + "has, by name, to a relative 1e-8. `StudyDifferences` lists the fields compared more loosely, each with its cause, and "
                + "those of R's that are not written.";

    /// <inheritdoc/>
    public bool IsAvailable => SharedData.Exists;

    /// <summary>The steps.</summary>
    public static IReadOnlyList<string> CaseIds => SharedData.Exists ? Theirs.Value.GetProperty("steps").Names() : [""];

    /// <inheritdoc/>
    public IEnumerable<ConformanceRow> Rows() => CaseIds.Select(step => Row(step));

    /// <summary>One step.</summary>
    /// <param name="step">Its name.</param>
    public static ConformanceRow Row(string step) => Lay(step).Row;

    /// <summary>The fields of R's step that ours has not.</summary>
    /// <param name="step">Its name.</param>
    public static IReadOnlyList<string> Missing(string step) => Lay(step).Missing;

    /// <summary>The published study's protocol on the columns of the reference cohort.</summary>
    public static StudyProtocol Protocol { get; } =
        HccSbrtProtocol.Value with
        {
            Columns = new StudyColumns { Split = "set", Folds = "foldid" },
        };

    /// <summary>The input that the command line names.</summary>
    public static StudyInput ReadInput() => StudyInput.Read(
        SharedData.PathOf("reference", "study", "features.csv.gz"),
        SharedData.PathOf("reference", "study", "cohort.csv"),
        Protocol,
        SharedData.PathOf("reference", "study", "features_reader2.csv"));

    private static (ConformanceRow Row, IReadOnlyList<string> Missing) Lay(string step)
    {
        var result = new Comparison(step, floor: double.Epsilon);
        var overlay = new StudyOverlay(result);
        overlay.Compare(
            step,
            Theirs.Value.GetProperty("steps").GetProperty(step).GetProperty("values"),
            Ours.Value.GetProperty("steps").GetProperty(step).GetProperty("values")
        );
        return (result.ToRow(), overlay.Missing);
    }
}
