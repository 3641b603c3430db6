using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Csv;
using Files;
using Plain;
using Radiomics.Features.Extraction;
using Radiomics.Imaging.Perturbations;
using Survival.Models;
using Survival.Models.Agreement;
using Survival.Models.Prognosis;

namespace Radiomics;

/// <summary>
/// Which features of a cohort hold under perturbations of images and regions (A. Zwanenburg et al., 2019, doi:10.1038/s41598-018-36938-4):
/// every case is extracted under
/// every perturbation of a plan, and the features compared by ICC(1,1).
/// </summary>
public sealed class CohortRobustness
{
    private readonly string _score;

    private CohortRobustness(IReadOnlyList<string> ids, IReadOnlyList<string> perturbations, Robustness robustness, string score) =>
        (Ids, Perturbations, Robustness, _score) = (ids, perturbations, robustness, score);

    /// <summary>The cases that went through, in the manifest's order.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The perturbations.</summary>
    public IReadOnlyList<string> Perturbations { get; }

    /// <summary>The features' intraclass correlations, and those that hold.</summary>
    public Robustness Robustness { get; }

    /// <summary>The features that were left out because they are undefined for some case under some perturbation.</summary>
    public IReadOnlyList<string> Undefined { get; private init; } = [];

    /// <summary>The cases that failed, in the manifest's order; they count for nothing.</summary>
    public IReadOnlyList<CohortFailure> Failures { get; private init; } = [];

    /// <summary>How each case's score moves, where a signature was given, in the order of <see cref="Ids"/>. A case with a feature of the
    /// signature that is not finite under some perturbation fails.</summary>
    public IReadOnlyList<ScoreSpread> Scores { get; private init; } = [];

    /// <summary>
    /// Extracts and compares, and writes into a folder: <c>perturbed.csv</c> (a row for each case and perturbation), <c>robustness.csv</c>,
    /// <c>robust_features.txt</c> (the features that
    /// hold, a line each, which a study takes in place of a second reader), <c>failures.csv</c>, and <c>scores.csv</c> where there is a
    /// signature.
    /// </summary>
    /// <param name="manifest">The cases; at least two. Second readers are not looked at.</param>
    /// <param name="folder">The output folder; made if it is not there.</param>
    /// <param name="plan">The perturbations, at least two; <see langword="null"/> for <see cref="PerturbationPlan.Default"/>.</param>
    /// <param name="options">What is computed, and with how much; <see langword="null"/> for the defaults.</param>
    /// <param name="rule">Which features hold; <see langword="null"/> for <see cref="RobustnessOptions.Default"/>.</param>
    /// <param name="signature">A signature to score each case by; <see langword="null"/> for none.</param>
    /// <param name="progress">Told about each case that ends, from the thread that it ended on.</param>
    /// <param name="cancellationToken">Stops the work; nothing is written then.</param>
    /// <exception cref="ArgumentException">An option or the plan is out of range, or the plan has fewer than two perturbations.</exception>
    /// <exception cref="InvalidSurvivalDataException">Fewer than two cases went through, or no feature is defined for all of
    /// them.</exception>
    /// <exception cref="SurvivalModelException">The signature has no standardisation, needs a batch that the manifest does not have, or a
    /// feature that the settings do not compute; said before, or after the first case.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static CohortRobustness Estimate(
        CohortManifest manifest,
        string folder,
        PerturbationPlan? plan = null,
        CohortOptions? options = null,
        RobustnessOptions? rule = null,
        Signature? signature = null,
        IProgress<CohortProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (plan, options) = (plan ?? PerturbationPlan.Default, options ?? CohortOptions.Default);
        options.Check();
        var perturbations = plan.Perturbations();
        if (perturbations.Count < 2)
            throw new ArgumentException($"The plan makes {perturbations.Count} perturbation; a comparison needs at least two.",
                nameof(plan));
        Check(signature, manifest);
        var (cases, failures) = Extract(manifest, plan, options, signature, progress, cancellationToken);
        if (cases.Count < 2)
            throw new InvalidSurvivalDataException($"{cases.Count} of {manifest.Entries.Count} cases went through; "
                + "a comparison needs at least two."
                + $"{(failures.Length > 0 ? $" The first that failed: {failures[0].Id}: {failures[0].Message}" : "")}");

        var names = cases[0].Sets[0].Names;
        string[] defined = [.. names.Where(n =>
            cases.All(c => c.Sets.All(s => s.TryGetValue(n, out var value) && double.IsFinite(value))))];
        if (defined.Length == 0)
            throw new InvalidSurvivalDataException($"None of the {names.Count} features is defined for all cases under all perturbations.");
        DesignMatrix[] tables = [.. Enumerable.Range(0, perturbations.Count).Select(p =>
            DesignMatrix.FromColumns([.. defined.Select(n => (n, cases.Select(c => c.Sets[p][n]).ToArray()))]))];
        var result = new CohortRobustness([.. cases.Select(c => c.Id)], [.. perturbations.Select(p => p.Name)],
            Robustness.Estimate(tables, rule), signature?.Name ?? "")
        {
            Undefined = [.. names.Except(defined)],
            Failures = failures,
            Scores = signature is null ? [] : [.. cases.Select(c => c.Spread!)],
        };
        result.Write(folder, names, cases);
        return result;
    }

    // What can be known of the scores before hours of extraction is.
    private static void Check(Signature? signature, CohortManifest manifest)
    {
        if (signature is { Batches: null, Scaler: null })
            throw new IncompleteModelException(signature.NoScaler);
        if (signature?.Batches is not { } batches)
            return;
        foreach (var entry in manifest.Entries)
        {
            if (!entry.Other.TryGetValue(batches.Column, out var batch) || !batches.Batches.Contains(batch, StringComparer.Ordinal))
                throw new PatientInputException(
                    $"The features of '{signature.Name}' were harmonised over '{batches.Column}', so each case of the manifest needs one: "
                    + $"'{entry.Id}' has {(batch is null ? $"no column '{batches.Column}'" : $"'{batch}'")}; there are "
                    + $"{string.Join(", ", batches.Batches)}.");
        }
    }

    private static ScoreSpread SpreadOf(Signature signature, CohortEntry entry, FeatureSet[] sets) => ScoreSpread.Estimate(
        signature.Batches is { } batches ? signature.ForBatch(entry.Other[batches.Column]) : signature, sets);

    private static (List<Perturbed> Cases, CohortFailure[] Failures) Extract(
        CohortManifest manifest, PerturbationPlan plan, CohortOptions options, Signature? signature, IProgress<CohortProgress>? progress,
            CancellationToken cancellationToken)
    {
        var extractor = new FeatureExtractor(options.Extraction);
        var cases = new Perturbed?[manifest.Entries.Count];
        string? missing = null;
        var failures = new ConcurrentBag<CohortFailure>();
        var parallel = Math.Max(1, Math.Min(options.MaxDegreeOfParallelism, manifest.Entries.Count));
        var threads = Math.Max(1, options.MaxDegreeOfParallelism / parallel);
        using var gate = new MemoryGate(options.MemoryLimitOrDefault);
        var done = 0;
        progress?.Report(new CohortProgress(manifest.Entries.Count, 0, 0, ""));
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, manifest.Entries.Count), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
            One);
        // The settings are the same for all cases: what the first lacks, all lack.
        if (missing is not null)
            throw new PatientInputException(
                $"The signature '{signature!.Name}' needs '{missing}', which these settings do not compute. Extract with the settings that "
                + $"its features were made with.{(signature.ExtractionHint.Length > 0 ? $" {signature.ExtractionHint}" : "")}");
        return ([.. cases.OfType<Perturbed>()], [.. failures.OrderBy(f => f.Row)]);

        void One(int i, ParallelLoopState loop)
        {
            var entry = manifest.Entries[i];
            using var work = new CaseWork(
                manifest, entry, extractor, hasRoiColumn: false, hasValuesColumn: false, options.Store, cancellationToken);
            // The image in 64-bit floats beside it.
            var bytes = 2 * CohortCases.SizeOf(manifest, entry, options.Store, cancellationToken).Read;
            gate.Enter(bytes, cancellationToken);
            try
            {
                var sets = work.Perturb(plan, threads);
                if (signature?.Terms.FirstOrDefault(t => !sets[0].TryGetValue(t.Feature, out _)) is { } term)
                {
                    missing = term.Feature;
                    loop.Stop();
                    return;
                }
                cases[i] = new Perturbed(entry.Id, sets, signature is null ? null : SpreadOf(signature, entry, sets));
                Interlocked.Increment(ref done);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add(new CohortFailure(entry.Id, entry.Row, work.Stage, work.Describe(e)));
            }
            finally
            {
                gate.Leave(bytes);
            }
            progress?.Report(new CohortProgress(manifest.Entries.Count, done, failures.Count, entry.Id));
        }
    }

    /// <summary>How many features hold and by which rule, what was left out, and how each case's score moves.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Robustness.Summary);
        text.Append("\nperturbations: ").Append(PlainWords.List(Perturbations)).Append('.');
        if (Undefined.Count > 0)
            text.Append(Invariant($"\n{Undefined.Count} features are undefined somewhere and were left out: "))
                .Append(PlainWords.List(Undefined)).Append('.');
        if (Failures.Count > 0)
            text.Append(Invariant($"\n{Failures.Count} cases failed and are not among them."));
        foreach (var (id, spread) in Ids.Zip(Scores))
            text.Append(Invariant($"\n{id}: {_score} {spread}"));
        return text.ToString();
    }

    private void Write(string folder, IReadOnlyList<string> names, List<Perturbed> cases)
    {
        NewFolder.Make(folder);
        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        Table("perturbed.csv", ["id", "perturbation", .. names], cases.SelectMany(c => c.Sets.Select((set, p) =>
            (IEnumerable<string>)[c.Id, Perturbations[p], .. names.Select(n => set.TryGetValue(n, out var value) ? Text(value) : "")])));
        var kept = Robustness.Kept.ToHashSet(StringComparer.Ordinal);
        Table("robustness.csv", ["feature", "icc", "lower", "upper", "holds"], Robustness.Features.Select((f, i) =>
            (IEnumerable<string>)[f, Text(Robustness.Results[i].Value), Text(Robustness.Results[i].Lower),
                Text(Robustness.Results[i].Upper), kept.Contains(f) ? "1" : "0"])
            .Concat(Undefined.Select(f => (IEnumerable<string>)[f, "", "", "", "0"])));
        Table("failures.csv", ["id", "message"], Failures.Select(f => (IEnumerable<string>)[f.Id, f.Message]));
        if (Scores.Count > 0)
        {
            Table("scores.csv", ["id", "mean", "sd", "lower", "upper", "share_high"], Scores.Select((s, i) =>
                (IEnumerable<string>)[Ids[i], Text(s.Mean), Text(s.StandardDeviation), Text(s.Lower), Text(s.Upper), s.HighShare is { } high
                    ? Text(high) : ""]));
        }
        AtomicFile.Write(Path.Combine(folder, "robust_features.txt"), stream =>
        {
            using var writer = NewWriter(stream);
            foreach (var name in Robustness.Kept)
                writer.WriteLine(name);
        });

        void Table(string name, IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows) =>
            AtomicFile.Write(Path.Combine(folder, name), stream =>
        {
            using var writer = NewWriter(stream);
            CsvText.WriteLine(writer, header);
            foreach (var row in rows)
                CsvText.WriteLine(writer, row);
        });
    }

    private static StreamWriter NewWriter(Stream stream) => new(stream, leaveOpen: true) { NewLine = "\n" };

    private sealed record Perturbed(string Id, FeatureSet[] Sets, ScoreSpread? Spread);
}
