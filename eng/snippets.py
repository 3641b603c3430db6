#!/usr/bin/env python3
"""Compiles every C# snippet of README.md, docs/*.md and the packages' READMEs as it stands, and runs those that can be run here.

python3 eng/snippets.py [--no-run]   needs the libraries in artifacts/bin (a release build) and the tool's demo data, which it makes itself.
Each snippet is a method of its own; what it takes for granted (an image, a cohort, a fit) is a static member of Given, below. A snippet that
needs what is not here (an archive, a bucket, fo-dicom) is compiled only, or left out where its package is not served everywhere.
"""
import pathlib, re, shutil, subprocess, sys

root = pathlib.Path(__file__).resolve().parent.parent
work = root / "artifacts" / "snippets"
# Only compiled, and why; snippets of members (class declarations, statements that are expressions) are told apart below.
COMPILED_ONLY = {"src/Radiomics.Imaging.DicomWeb/README.md": "an archive"}
LEFT_OUT = {"src/Radiomics.Imaging.FoDicom/README.md": "fo-dicom", "docs/cohorts.md": "the provider's client of a bucket"}

GIVEN = r'''
global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
global using System.Net.Http;
global using System.Threading.Tasks;
using System.Threading;
using Radiomics.Features;
using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Imaging.Filters;
using Radiomics.Studies;
using Survival.Models;
using Survival.Models.Agreement;
using Survival.Models.Cox;
using Survival.Models.Penalised;
using Survival.Models.NonParametric;
using Survival.Models.Prognosis;

public static class Given
{
    public static readonly Volume image = ImageFile.ReadVolume("image.nii.gz");
    public static readonly Mask mask = ImageFile.ReadMask("mask.nrrd"), liver = mask, tumour = mask, vein = mask, gtv = mask;
    public static readonly ExtractionSettings settings = new() { ImageTypes = [new(ImageType.Original)], FeatureClasses = [new FeatureClassSelection(FeatureClass.FirstOrder)] };
    public static readonly Cohort veteran = Cohort.ReadCsv("veteran.csv", time: "time", @event: "status");
    public static readonly SurvivalData followUp = veteran.FollowUp, data = veteran.FollowUp;
    public static readonly DesignMatrix x = veteran.Covariates(["karno", "age", "diagtime"]);
    public static readonly double[] score = [.. veteran.Table.Numbers("karno").Select(v => -v)], marker = score, other = veteran.Table.Numbers("age");
    public static readonly CoxModel fit = CoxModel.Fit(veteran, ["karno", "age"]);
    public static readonly SurvivalCurve curve = KaplanMeier.Fit(followUp);
    public static readonly CoxNetOptions options = new();
    public static readonly string token = "", studyUid = "1.2";
    public static readonly IReadOnlyDictionary<string, double> features = Nomogram.HccSbrt.PublishedModel.Features.ToDictionary(f => f, f => 0.1);
    public static readonly IReadOnlyDictionary<string, string> clinical = new Dictionary<string, string> { ["karno"] = "60", ["age"] = "50" };
    public static readonly IReadOnlyList<IReadOnlyDictionary<string, double>> cohort = [.. Enumerable.Range(0, 5).Select(k => (IReadOnlyDictionary<string, double>)Nomogram.HccSbrt.PublishedModel.Features.ToDictionary(f => f, f => k * 0.1))];
    public static readonly Lazy<StudyResult> study = new(() => Study.Run(StudyInput.Read("features.csv.gz", "cohort.csv"), StudyProtocol.Default with { Bootstraps = 0, Horizons = [6, 12, 18] }));
    public static StudyResult result => study.Value;
    public static Signature signature => result.Models!.Final is { } ? PrognosticModel.Load("out/model.json").Signature! : throw new InvalidOperationException();
    // The signature's features, twice perturbed, and two scans of four subjects.
    public static IReadOnlyList<IReadOnlyDictionary<string, double>> perturbedFeatures => [.. new[] { 0.9, 1.1 }.Select(k => (IReadOnlyDictionary<string, double>)signature.Terms.ToDictionary(t => t.Feature, _ => k))];
    public static readonly IReadOnlyList<FeatureSet> first = Scans(0), second = Scans(0.1);
    private static IReadOnlyList<FeatureSet> Scans(double shift) =>
        [.. new[] { 1 + shift, 2, 3.5 - shift, 4 }.Select(v => new FeatureSet([new("original_firstorder_Mean", v)]))];
}

public static class Prepared
{
    /// <summary>The files that the tool does not write: segments by name, a SEG, features as Parquet, R's veterans under the cohort's ids.</summary>
    public static async Task Write()
    {
        var image = ImageFile.ReadVolume("image.nii.gz");
        var mask = ImageFile.ReadMask("mask.nrrd");
        ImageFile.WriteSegmentation([new("GTV", mask), new("Vein", mask)], "case.seg.nrrd");
        File.Copy("image.nii.gz", "unknown.bin", true);
        var labels = Enumerable.Range(0, image.Geometry.Size.X * image.Geometry.Size.Y * image.Geometry.Size.Z).Select(k => (short)(k % 7 == 0 ? 2 : 0)).ToArray();
        ImageFile.WriteVolume(Volume.Create(image.Geometry, labels), "labels.nrrd");
        ImageFile.WriteVolume(Volume.Create(image.Geometry, labels), "labels.nii.gz");
        var series = Radiomics.Imaging.Dicom.DicomSeries.Read("patient/CT");
        var gtv = Radiomics.Imaging.Dicom.RtStructureSet.Read("patient/RS.dcm");
        Radiomics.Imaging.Dicom.DicomWriter.WriteSegmentation(
            [new("Liver", gtv.ToMask(gtv.Structures[0], series))], "patient/seg.dcm", Radiomics.Imaging.Dicom.DicomIdentity.Of(series));
        File.WriteAllText("params.yaml", "imageType:\n  Original: {}\n  Wavelet: {}\nfeatureClass:\n  firstorder:\nsetting:\n  binWidth: 25\n");
        var features = SurvivalTable.ReadCsv("features.csv.gz");
        await WriteParquet("features.parquet", "id", features.Texts("id"), features, [.. features.ColumnNames.Skip(1)]);
        var ids = features.Texts("id");
        var lines = File.ReadAllLines("veteran.csv");
        File.WriteAllLines("clinical.csv", lines.Select((l, i) => i == 0 ? "Patient ID," + l : $"{ids[i - 1]},{l}"));
        await WriteParquet("clinical.parquet", "Patient ID", ids, SurvivalTable.ReadCsv("veteran.csv"), ["time", "status", "age", "karno"]);
    }

    private static async Task WriteParquet(string path, string id, IReadOnlyList<string?> ids, SurvivalTable table, string[] columns)
    {
        Parquet.Schema.DataField[] fields = [new Parquet.Schema.DataField<string>(id), .. columns.Select(n => (Parquet.Schema.DataField)new Parquet.Schema.DataField<double>(n))];
        await using var stream = File.Create(path);
        await using var writer = await Parquet.ParquetWriter.CreateAsync(new Parquet.Schema.ParquetSchema(fields), stream);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(fields[0], [.. ids.Select(t => t!)]);
        foreach (var field in fields.Skip(1))
            await group.WriteAsync<double>(field, table.Numbers(field.Name));
        group.CompleteValidate();
    }
}

public sealed class MyFilter(int size) : IImageFilter
{
    public IEnumerable<FilteredImage> Apply(Volume image, Mask mask, Region region, int maxDegreeOfParallelism = 1, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"{size}");
}
'''

# What files of code have on their own: the namespaces that a program of the package imports anyway.
USINGS = """Nomogram.HccSbrt Radiomics Radiomics.Features Radiomics.Features.Extraction Radiomics.Features.Ibsi Radiomics.Features.Maps
Radiomics.Features.Output Radiomics.Features.Parameters Radiomics.Features.Texture Radiomics.Imaging Radiomics.Imaging.Dicom
Radiomics.Imaging.Filters Radiomics.Imaging.Formats Radiomics.Reporting Radiomics.Reporting.Drawing Radiomics.Reporting.Figures
Radiomics.Studies Survival.Models Survival.Models.Cox Survival.Models.CutPoints Survival.Models.NonParametric Survival.Models.Penalised
Survival.Models.Prognosis Survival.Models.Resampling Survival.Models.Selection""".split()


def snippets():
    pages = [root / "README.md", *sorted((root / "docs").glob("*.md")), *sorted((root / "src").glob("*/README.md"))]
    for page in pages:
        name, lines, code, start = str(page.relative_to(root)), page.read_text(encoding="utf-8").splitlines(), None, 0
        for k, line in enumerate(lines):
            if line.startswith("```csharp"):
                code, start = [], k + 1
            elif line.startswith("```") and code is not None:
                yield name, start, code
                code = None
            elif code is not None:
                code.append(line)


def main():
    run = "--no-run" not in sys.argv
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (work / "Directory.Build.props").write_text("<Project/>")
    (work / "Directory.Build.targets").write_text("<Project/>")
    (work / "Directory.Packages.props").write_text("<Project/>")
    bins = root / "artifacts" / "bin"
    libraries = {}
    for project in sorted((root / "src").glob("*/*.csproj")):
        for folder in (bins / project.stem / "release",):
            for dll in folder.glob("*.dll"):
                libraries.setdefault(dll.name, dll)
    # What packages bring that the libraries' folders do not hold.
    for package in ("microsoft.data.analysis/*/lib/net*", "microsoft.ml.dataview/*/lib/netstandard2.0"):
        for dll in pathlib.Path.home().glob(f".nuget/packages/{package}/*.dll"):
            libraries.setdefault(dll.name, dll)
    references = "".join(f'<Reference Include="{p}"/>' for n, p in libraries.items() if n != "radiomics.dll")
    (work / "snippets.csproj").write_text(
        '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType>'
        "<ImplicitUsings>disable</ImplicitUsings><Nullable>enable</Nullable><NoWarn>CS0162;CS0164;CS0168;CS0219;CS8321;CS1998;CS8019</NoWarn>"
        f"</PropertyGroup><ItemGroup>{references}</ItemGroup></Project>")
    (work / "Given.cs").write_text(GIVEN)
    calls = []
    for number, (name, line, code) in enumerate(snippets()):
        if name in LEFT_OUT:
            print(f"left out: {name}:{line} ({LEFT_OUT[name]})")
            continue
        own = [l for l in code if re.match(r"using [\w.]+;", l)]
        rest = [l if l not in own else "" for l in code]
        usings = sorted({f"using {u};" for u in USINGS} | {l[: l.index(";") + 1] for l in own}) + ["using static Given;"]
        (work / f"Snippet{number}.cs").write_text(
            "\n".join(usings) + f"\nstatic class Snippet{number}\n{{\n    public static async Task Run()\n    {{\n#line {line + 1} \"{root / name}\"\n"
            + "\n".join(rest) + "\n    }\n}\n")
        if name not in COMPILED_ONLY:
            calls.append((number, f"{name}:{line}"))
    body = "\n".join(f'        await Try("{where}", Snippet{n}.Run);' for n, where in calls)
    (work / "Program.cs").write_text(
        "static class Program\n{\n    static int failed;\n    static async Task<int> Main()\n    {\n        await Prepared.Write();\n" + body + "\n        return failed;\n    }\n"
        "    static async Task Try(string where, Func<Task> run)\n    {\n        var output = Console.Out;\n        Console.SetOut(TextWriter.Null);\n"
        "        try { await run(); Console.SetOut(output); Console.WriteLine($\"ran: {where}\"); }\n"
        "        catch (Exception e) { Console.SetOut(output); failed++; Console.WriteLine($\"FAILED: {where}: {e.GetBaseException().Message}\"); }\n"
        "    }\n}\n")
    if subprocess.run(["dotnet", "build", "-c", "Release", "-v", "q", "-nologo", "-o", str(work / "bin"), str(work / "snippets.csproj")]).returncode:
        sys.exit("a snippet does not compile")
    if run:
        data(work / "data")
        sys.exit(subprocess.run([str(work / "bin" / "snippets")], cwd=work / "data").returncode)


def data(folder):
    """The files that the snippets name, from the tool's phantom, its simulated cohort and R's veteran data."""
    tool = ["dotnet", str(root / "artifacts/bin/Radiomics.Survival.Cli/release/radiomics.dll")]
    folder.mkdir()

    def radiomics(*arguments):
        subprocess.run([*tool, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    radiomics("demo", "-o", "demo")
    (folder / "demo" / "ct").rename(folder / "CT_FOLDER")
    (folder / "demo" / "rtstruct.dcm").rename(folder / "RTSTRUCT.dcm")
    (folder / "patient").mkdir()
    shutil.copytree(folder / "CT_FOLDER", folder / "patient" / "CT")
    shutil.copy(folder / "RTSTRUCT.dcm", folder / "patient" / "RS.dcm")
    radiomics("convert", "CT_FOLDER", "image.nii.gz")
    radiomics("convert", "CT_FOLDER", "mask.nrrd", "--mask", "RTSTRUCT.dcm", "--all")
    shutil.copy(folder / "image.nii.gz", folder / "ct.nii.gz")
    radiomics("simulate", "-o", ".", "--seed", "5")
    shutil.copy(root / "docs/samples/data/veteran.csv", folder / "veteran.csv")
    (folder / "manifest.csv").write_text("id,image,mask\nA,CT_FOLDER,RTSTRUCT.dcm\n")
    radiomics("study", "-f", "features.csv.gz", "-c", "cohort.csv", "--no-report", "--bootstraps", "0", "--pipeline-bootstraps", "0", "-o", "out")


main()
