namespace Radiomics.Reporting.Tests;

public sealed class AssemblyTests
{
    [Fact]
    public void Facade_references_no_drawing() =>
        Assert.DoesNotContain(
            typeof(Case).Assembly.GetReferencedAssemblies(),
            name => name.Name is "Radiomics.Reporting" or "SkiaSharp" or "ScottPlot"
        );
}
