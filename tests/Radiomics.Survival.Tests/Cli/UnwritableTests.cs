namespace Radiomics.Tests.Cli;

/// <summary>Places that take no file (Linux' /proc, whoever asks): the message has the name that was asked for, and no other.</summary>
public sealed class UnwritableTests : IDisposable
{
    private readonly SmallCase _case = new();

    public void Dispose() => _case.Dispose();

    [Theory]
    [InlineData("extract IMAGE MASK -o /proc/x.csv", "/proc/x.csv cannot be written")]
    [InlineData("extract IMAGE MASK -f json -o /proc/x.json", "/proc/x.json cannot be written")]
    [InlineData("extract IMAGE MASK -o OUT.csv --provenance /proc/x.json", "/proc/x.json cannot be written")]
    [InlineData("extract IMAGE MASK -o OUT.csv --sr /proc/x.dcm", "/proc/x.dcm cannot be written")]
    [InlineData("convert IMAGE /proc/x.nrrd", "/proc/x.nrrd cannot be written")]
    [InlineData("convert IMAGE /proc/x.nii.gz", "/proc/x.nii.gz cannot be written")]
    [InlineData("maps IMAGE MASK -o /proc", "/proc/original_firstorder_10Percentile.nrrd cannot be written")]
    [InlineData("maps IMAGE MASK -o /proc/maps", "The folder '/proc/maps' cannot be made")]
    [InlineData("simulate -o /proc", "The folder '/proc' takes no file")]
    [InlineData("calculator -o /proc/x.html", "/proc/x.html cannot be written")]
    public async Task A_place_that_takes_no_file_is_named_as_it_was_asked_for(string line, string message)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("/proc is Linux'.");
        var arguments = line.Replace("IMAGE", _case.Image, StringComparison.Ordinal).Replace("MASK", _case.Mask, StringComparison.Ordinal)
            .Replace("OUT", _case.PathOf("out"), StringComparison.Ordinal).Split(' ');
        var (code, _, error) = await Tool.RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", error, StringComparison.Ordinal);
    }
}
