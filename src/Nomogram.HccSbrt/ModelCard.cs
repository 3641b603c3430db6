using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Nomogram.HccSbrt;

/// <summary>
/// What the model is, for whom, on what it was built and what it must not be used for: a model card (Mitchell M et al., FAT* 2019,
/// doi:10.1145/3287560.3287596), as JSON for programs and Markdown for people.
/// </summary>
internal static class ModelCard
{
    private const string Name = "CT-radiomics nomogram for overall survival after SBRT of non-metastatic BCLC-C hepatocellular carcinoma";

    private static readonly (string Measure, string Training, string Validation)[] Performance =
    [
        ("Patients", "95", "42"),
        ("Median overall survival, months", "10", "9"),
        ("C-index, nomogram (95% CI)", "0.77 (0.72-0.82)", "0.71 (0.61-0.81)"),
        ("C-index, radiomics signature (95% CI)", "0.67 (0.59-0.74)", "0.65 (0.54-0.77) in section 3.3, 0.66 (0.55-0.77) in Table 3"),
        ("C-index, clinical model (95% CI)", "0.72 (0.66-0.78)", "0.67 (0.57-0.77)"),
        ("AUC at 6, 12, 18 months, nomogram (abstract)", "0.76, 0.79, 0.84", "not printed"),
        ("AUC at 6, 12, 18 months, signature", "0.68, 0.73, 0.77", "0.66, 0.72, 0.77"),
        ("AUC at 6, 12, 18 months, clinical model", "0.78, 0.79, 0.83", "0.72, 0.72, 0.75"),
        ("p against the nomogram: signature, clinical model", "< 0.01, < 0.05", "0.10, 0.12"),
    ];

    private static readonly string[] StudyPopulation =
    [
        "137 patients of one hospital in Hangzhou, China, treated from December 2016 to September 2020; split at random into 95 for "
            + "training and 42 for validation.",
        "Non-metastatic BCLC stage C hepatocellular carcinoma, no earlier radiotherapy; 25 to 50 Gy in 5 to 8 fractions (BED 37.5 to 100 "
            + "Gy, alpha/beta 10).",
        "Of the training set: 82 of 95 male, tumour above 5 cm 53, Child-Pugh B 33, more than 3 tumours 42, performance status 2 12, "
            + "HBsAg positive 79 (Table 1).",
    ];

    private static readonly string[] IntendedUse =
    [
        "Research on prognosis after stereotactic body radiotherapy of non-metastatic BCLC stage C hepatocellular carcinoma, and on "
            + "radiomics method.",
        "Arterial-phase CT, 120 kVp, slices of 2.5 mm, intrahepatic tumour contoured; features as PyRadiomics extracts them with its "
            + "defaults and coif1 wavelets.",
    ];

    private static readonly string[] OutOfScope =
    [
        "Diagnosis, treatment decisions or any clinical use.",
        "Child-Pugh class C, distant metastases, earlier radiotherapy, other tumours, other modalities: none was in the study.",
        "Absolute survival without a baseline that is named; a Rad-score without a standardisation that is named.",
    ];

    public static void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteString("disclaimer", PublishedModel.Disclaimer);
        json.WriteString("citation", PublishedModel.Citation);
        json.WriteString("licence", "CC BY (paper)");
        WriteStrings(json, "intendedUse", IntendedUse);
        WriteStrings(json, "outOfScope", OutOfScope);
        WriteStrings(json, "studyPopulation", StudyPopulation);
        json.WriteStartObject("radScore");
        json.WriteNumber("cutOff", PublishedModel.CutOff);
        json.WriteString("rule", "high Rad-score (the paper: high risk) where the score is the cut-off or more");
        json.WriteString("features", "z-scored; means and standard deviations are not published");
        json.WriteStartArray("terms");
        foreach (var term in PublishedModel.Signature.Terms)
        {
            json.WriteStartObject();
            json.WriteString("feature", term.Feature);
            json.WriteNumber("weight", term.Weight);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("coxTerms");
        foreach (var term in PublishedModel.MultivariableTerms)
        {
            json.WriteStartObject();
            json.WriteString("name", term.Name);
            json.WriteString("coding", term.Coding);
            json.WriteNumber("hazardRatio", term.HazardRatio);
            json.WriteNumber("lower95", term.Lower);
            json.WriteNumber("upper95", term.Upper);
            json.WriteNumber("coefficient", term.Coefficient);
            json.WriteNumber("standardErrorFromLimits", term.StandardError);
            json.WriteBoolean("inNomogram", term.InNomogram);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("performance");
        foreach (var (measure, training, validation) in Performance)
        {
            json.WriteStartObject();
            json.WriteString("measure", measure);
            json.WriteString("training", training);
            json.WriteString("validation", validation);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteStrings(json, "caveats", PublishedModel.Caveats);
        json.WriteEndObject();
    }

    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Name}\n\n**{PublishedModel.Disclaimer}**\n\n{PublishedModel.Citation}\n");
        List("Intended use", IntendedUse);
        List("Out of scope", OutOfScope);
        List("Study population", StudyPopulation);
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n## Rad-score\n\nThe weighted sum of seven z-scored features; high risk from {PublishedModel.CutOff} on.\n\n| feature | "
                + $"weight |\n|---|---:|\n"
        );
        foreach (var term in PublishedModel.Signature.Terms)
            text.Append(CultureInfo.InvariantCulture, $"| {term.Feature} | {term.Weight:0.0000} |\n");
        text.Append(
            "\n## Cox model (Table 2, multivariable)\n\n| predictor | coding | hazard ratio (95% CI) | in the nomogram "
                + "|\n|---|---|---|---|\n"
        );
        foreach (var term in PublishedModel.MultivariableTerms)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {term.Name} | {term.Coding} | {term.HazardRatio:0.00} ({term.Lower:0.00}-{term.Upper:0.00}) | "
                    + $"{(term.InNomogram ? "yes" : "no")} |\n"
            );
        text.Append("\n## Performance as published\n\n| | training | validation |\n|---|---|---|\n");
        foreach (var (measure, training, validation) in Performance)
            text.Append(CultureInfo.InvariantCulture, $"| {measure} | {training} | {validation} |\n");
        List("Caveats", PublishedModel.Caveats);
        return text.ToString();

        void List(string heading, IEnumerable<string> items)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {heading}\n\n");
            foreach (var item in items)
                text.Append(CultureInfo.InvariantCulture, $"- {item}\n");
        }
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
