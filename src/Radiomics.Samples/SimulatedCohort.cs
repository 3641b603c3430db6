using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Files;
using Radiomics.Studies;
using Survival.Models;
using Survival.Models.Resampling;

namespace Radiomics.Samples;

/// <summary>
/// A cohort of the published study's shape that no patient stands behind: Table 1's shares, Table 2's effects, the medians of
/// survival, 851 features that go together as real ones do, and a second reader. Every identifier begins with <c>SIM</c>. Immutable.
/// </summary>
public sealed class SimulatedCohort
{
    /// <summary>What every output that shows such a cohort should say.</summary>
    public const string Label = "SIMULATED cohort: generated numbers, no patients.";

    private SimulatedCohort(
        SimulationOptions options,
        IReadOnlyList<SimulatedPatient> patients,
        DesignMatrix features,
        DesignMatrix second
    ) => (Options, Patients, Features, SecondReaderFeatures) = (options, patients, features, second);

    /// <summary>What it was made with.</summary>
    public SimulationOptions Options { get; }

    /// <summary>The patients' clinical data.</summary>
    public IReadOnlyList<SimulatedPatient> Patients { get; }

    /// <summary>The first reader's 851 features: a row for each patient, in their order.</summary>
    public DesignMatrix Features { get; }

    /// <summary>The second reader's: a row for each patient with <see cref="SimulatedPatient.SecondReader"/>, in their order.</summary>
    public DesignMatrix SecondReaderFeatures { get; }

    /// <summary>Draws a cohort.</summary>
    /// <param name="options">What it is to be like; <see langword="null"/> for the study's.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">So few deaths are to be seen that a set has no median survival.</exception>
    public static SimulatedCohort Create(SimulationOptions? options = null)
    {
        options ??= SimulationOptions.Default;
        options.Check();
        var clinical = SimulatedClinic.Draw(options, new Xoshiro256(options.Seed, 1));
        var features = SimulatedFeatures.Draw(clinical, options, new Xoshiro256(options.Seed, 2));
        for (var i = 0; i < clinical.Length; i++)
            clinical[i] = clinical[i] with
            {
                LinearPredictor = SimulatedFollowUp.LinearPredictor(clinical[i], features.RadScore[i], options),
            };
        var patients = SimulatedFollowUp.Draw(clinical, options, new Xoshiro256(options.Seed, 3));
        return new SimulatedCohort(options, patients, features.First, features.Second);
    }

    /// <summary>
    /// Writes <c>cohort.csv</c>, <c>features.csv.gz</c>, <c>features_reader2.csv</c>, and <c>simulation.json</c>, which says that they are
    /// simulated and how.
    /// Files of these names are replaced.
    /// </summary>
    /// <param name="folder">Where; made if it is not there.</param>
    public void Write(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using var files = new FileSet(folder, "simulation.sha256");
        void Add(string name, Action<TextWriter> write, bool gzip = false) => files.Write(name, stream =>
        {
            using var packed = gzip ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
            using var writer = NewWriter(packed ?? stream);
            write(writer);
        });
        Add("cohort.csv", WriteClinical);
        Add("features.csv.gz", w => WriteFeatures(w, Features, [.. Patients.Select(p => p.Id)]), gzip: true);
        Add("features_reader2.csv",
            w => WriteFeatures(w, SecondReaderFeatures, [.. Patients.Where(p => p.SecondReader).Select(p => p.Id)]));
        files.Write("simulation.json", WriteMetadata);
        files.Finish();
    }

    /// <summary>
    /// The cohort as a study takes it: its sets, folds and second reader, and every clinical column of <see cref="WriteClinical"/> that is
    /// not one of these.
    /// </summary>
    public StudyInput ToStudyInput()
    {
        using var text = new StringWriter();
        WriteClinical(text);
        using var reader = new StringReader(text.ToString());
        var table = SurvivalTable.ReadCsv(reader, "the simulated cohort");
        return StudyInput
            .Create(
                [.. Patients.Select(p => p.Id)],
                SurvivalData.Create([.. Patients.Select(p => p.Time)], [.. Patients.Select(p => p.Event)]),
                Features,
                SurvivalTable.FromColumns([
                    .. table.ColumnNames.Except(["id", "set", "foldid", "reader2", "time", "event"]).Select(c => (c, table.Texts(c))),
                ]),
                [.. Patients.Select(p => p.Training)],
                [.. Patients.Select(p => p.Fold)],
                new SecondReader([.. Enumerable.Range(0, Patients.Count).Where(i => Patients[i].SecondReader)], SecondReaderFeatures)
            )
            .AsSimulated();
    }

    /// <summary>
    /// Writes the clinical table, a header and a line for each patient. Columns of 0 and 1 carry their coding in the name.
    /// </summary>
    /// <param name="writer">Where it goes.</param>
    public void WriteClinical(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(
            "id,set,foldid,reader2,time,event,age,age_ge50,male,hbsag_pos,ctp_b,ps2,tumour_cm,size_gt5,"
                + "afp,afp_gt20,mvi,n1,n_tumours,ntum_gt3,tace,systemic,dose_gy,fractions,bed,bed_ge70\n"
        );
        foreach (var p in Patients)
        {
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{p.Id},{(p.Training ? "train" : "validation")},{p.Fold},{Bit(p.SecondReader)},{p.Time},{Bit(p.Event)},"
                )
            );
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{p.Age},{Bit(p.Age >= 50)},{Bit(p.Male)},{Bit(p.HepatitisB)},{Bit(p.ChildPughB)},{Bit(p.PerformanceStatus2)},"
                )
            );
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{p.TumourSize},{Bit(p.TumourSize > 5)},{p.Afp},{Bit(p.Afp > 20)},{Bit(p.VascularInvasion)},{Bit(p.NodePositive)},"
                )
            );
            writer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{p.TumourCount},{Bit(p.TumourCount > 3)},{Bit(p.Tace)},{Bit(p.SystemicTherapy)},{p.Dose},{p.Fractions},{p.Bed},"
                        + $"{Bit(p.Bed >= 70)}\n"
                )
            );
        }
    }

    private static void WriteFeatures(TextWriter writer, DesignMatrix features, IReadOnlyList<string> ids)
    {
        writer.Write("id");
        foreach (var name in features.ColumnNames)
            writer.Write("," + name);
        writer.Write('\n');
        for (var i = 0; i < ids.Count; i++)
        {
            writer.Write(ids[i]);
            for (var j = 0; j < features.ColumnCount; j++)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",{features[i, j]}"));
            writer.Write('\n');
        }
    }

    private void WriteMetadata(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteBoolean("simulated", true);
        json.WriteString("label", Label);
        json.WriteString("modelled_on", Nomogram.HccSbrt.PublishedModel.Citation);
        json.WriteString("seed", $"{Options.Seed}");
        json.WriteNumber("patients", Patients.Count);
        json.WriteNumber("training", Patients.Count(p => p.Training));
        json.WriteNumber("events", Patients.Count(p => p.Event));
        json.WriteNumber("second_reader", SecondReaderFeatures.RowCount);
        json.WriteNumber("features", Features.ColumnCount);
        json.WriteNumber("reproducible_features", Options.ReproducibleFeatures);
        json.WriteNumber("signature_effect", Options.SignatureEffect);
        json.WriteNumber("clinical_effect", Options.ClinicalEffect);
        json.WriteNumber("weibull_shape", Options.WeibullShape);
        json.WriteNumber("training_median_months", Options.TrainingMedian);
        json.WriteNumber("validation_median_months", Options.ValidationMedian);
        json.WriteEndObject();
    }

    private static StreamWriter NewWriter(Stream stream) => new(stream, leaveOpen: true) { NewLine = "\n" };

    private static int Bit(bool value) => value ? 1 : 0;
}
