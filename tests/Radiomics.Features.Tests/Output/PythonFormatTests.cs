using Radiomics.Features.Extraction;
using Radiomics.Features.Parameters;

namespace Radiomics.Features.Tests.Output;

public sealed class PythonFormatTests
{
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(100, "100.0")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.25e22, "1.25e+22")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(3.1e-120, "3.1e-120")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(123456789.123, "123456789.123")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.NegativeInfinity, "-inf")]
    [InlineData(-0.0, "-0.0")]
    public void Numbers_read_as_Python_writes_them(double value, string expected) => Assert.Equal(expected, PythonFormat.Number(value));

    [Fact]
    public void Collections_read_as_Python_writes_them()
    {
        var value = DiagnosticValue.Dictionary(
        [
            new("a", DiagnosticValue.Of("it's")),
            new("b", DiagnosticValue.List([DiagnosticValue.Of(1), DiagnosticValue.Of(2.5), DiagnosticValue.None])),
            new("c", DiagnosticValue.Tuple(DiagnosticValue.Of(true))),
            new("d", DiagnosticValue.Dictionary([])),
        ]);
        Assert.Equal("{'a': \"it's\", 'b': [1, 2.5, None], 'c': (True,), 'd': {}}", value.ToString());
        Assert.Equal("plain", DiagnosticValue.Of("plain").ToString());
    }
}
