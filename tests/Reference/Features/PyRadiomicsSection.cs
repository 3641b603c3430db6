namespace Reference.Features;

/// <summary>Every case under every parameter file of the PyRadiomics reference, a row for each class.</summary>
public sealed class PyRadiomicsSection : IConformanceSection
{
    public int Order => 40;

    public string Title => "Features: PyRadiomics";

    public string Introduction =>
        "Every feature that PyRadiomics 3.1.1 returned for a case under a parameter file: relative 1e-6 on unfiltered images, 1e-5 on "
            + "filtered or resampled ones, "
        + "absolute 1e-9 where the reference is within 1e-12 of zero; that names and their order are the same; and the `diagnostics_*`, "
            + "versions aside. "
        + "A case that PyRadiomics refuses must be refused. Rows are `settings / case / class`.";

    public bool IsAvailable => SharedData.Exists;

    public IEnumerable<ConformanceRow> Rows() => PyRadiomicsCase.All()
        .Select(PyRadiomicsCase.Load)
        .AsParallel().AsOrdered()
        .SelectMany(PyRadiomicsComparison.Compare);
}
