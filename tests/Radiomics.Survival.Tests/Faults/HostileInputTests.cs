using System.Diagnostics;
using System.Text;
using Radiomics.Features.Extraction;
using Radiomics.Features.Parameters;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;
using Radiomics.Studies;
using Radiomics.Tests.Cli;

namespace Radiomics.Tests.Faults;

/// <summary>Settings and files that ask for too much, never end, or hold what a terminal or a spreadsheet would act upon.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("setting: {distances: [1, 2")]
    [InlineData("setting:\n  binWidth: 25\nimageType: {Original: {}")]
    [InlineData("setting: [")]
    public void Yaml_that_does_not_end_is_refused_with_its_line(string text)
    {
        var refusal = Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse(text, "p.yaml"));
        Assert.StartsWith("p.yaml, line ", refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "p.yaml, line ",
            Assert.Throws<StudyProtocolException>(() => StudyProtocol.Parse(text.Replace("setting", "outcome", StringComparison.Ordinal),
                "p.yaml")).Message,
            StringComparison.Ordinal
        );
    }

    // 100 kB a second, by the processor's time, for other tests run beside this one.
    [Theory]
    [InlineData("digits")]
    [InlineData("underscores")]
    [InlineData("keys")]
    [InlineData("brackets")]
    [InlineData("aliases")]
    public void Yaml_takes_time_in_proportion(string kind)
    {
        var text = kind switch
        {
            "digits" => "setting: {binWidth: " + new string('1', 100_000) + "a}",
            "underscores" => "setting: {binWidth: 1" + new string('_', 100_000) + "a}",
            "keys" => "setting:\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => Invariant($"  key{i}: 1\n"))),
            "brackets" => "setting: " + new string('[', 100_000),
            _ => "setting:\n  a: &a [1, 1]\n" + string.Concat(Enumerable.Range(0, 8000).Select(i => Invariant($"  b{i}: *a\n"))),
        };
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var refusal = Assert.Throws<ParameterFileException>(() => ExtractionSettings.Parse(text));
        Assert.Throws<StudyProtocolException>(() => StudyProtocol.Parse(text));
        var spent = new[] { watch.Elapsed, Process.GetCurrentProcess().TotalProcessorTime - before }.Min();
        Assert.True(spent < TimeSpan.FromSeconds(2), $"{spent}");
        Assert.InRange(refusal.Message.Length, 1, 5000);
    }

    [Theory]
    [InlineData("setting: {resampledPixelSpacing: [0.001, 0.001, 0.001]}", "spacing of 0.001 mm along z")]
    [InlineData("imageType: {Wavelet: {level: 2147483647}}", "from 1 to 16")]
    [InlineData("imageType: {Wavelet: {start_level: 1000}}", "from 0 to 16")]
    [InlineData("imageType: {LBP3D: {lbp3DLevels: 1000}}", "from 1 to 20")]
    [InlineData("setting: {padDistance: 2147483647, resampledPixelSpacing: [2, 2, 2]}", "from 0 to 10000")]
    [InlineData("setting: {distances: [2147483647]}", "from 1 to 100000")]
    public async Task Settings_that_ask_for_too_much_are_refused_with_the_limit(string settings, string limit)
    {
        Image(new GridSize(40, 40, 40), i => (short)(i % 97));
        await File.WriteAllTextAsync(_folder.PathOf("p.yaml"), settings, TestContext.Current.CancellationToken);
        var (code, _, error) = await Tool.RunAsync(
            "extract", _folder.PathOf("image.nrrd"), _folder.PathOf("mask.nrrd"), "--params", _folder.PathOf("p.yaml"));
        Assert.Equal(1, code);
        Assert.Contains(limit, error, StringComparison.Ordinal);
        Assert.DoesNotContain("should not have", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_whose_values_are_not_finite_is_named()
    {
        // The square of a slope of 1e300 is beyond a double.
        Image(new GridSize(12, 12, 12), i => i % 3 == 0 ? 1e300 : -1e300);
        await File.WriteAllTextAsync(_folder.PathOf("p.yaml"), "imageType: {Gradient: {}}\nsetting: {binCount: 8}",
            TestContext.Current.CancellationToken);
        var (code, _, error) = await Tool.RunAsync(
            "extract", _folder.PathOf("image.nrrd"), _folder.PathOf("mask.nrrd"), "--params", _folder.PathOf("p.yaml"));
        Assert.True(code == 1, error);
        Assert.Contains("'gradient'", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_beyond_what_a_double_holds_are_refused()
    {
        var geometry = new ImageGeometry(new GridSize(6, 6, 6), new Vector3D(1, 1, 1));
        var mask = Mask.FromLabel(Volume.Create(geometry, Enumerable.Repeat((byte)1, 216).ToArray()), 1);
        Volume Of(long start) => Volume.Create(geometry, Enumerable.Range(0, 216).Select(i => start + i).ToArray());
        var refusal = Assert.Throws<ImageFormatException>(() => new FeatureExtractor().Extract(Of(long.MaxValue - 500), mask));
        Assert.Contains("9007199254740991", refusal.Message, StringComparison.Ordinal);
        // The largest that are held: 2^53 - 1 is 9007199254740991.
        Assert.True(double.IsFinite(new FeatureExtractor().Extract(Of(9007199254740991 - 215), mask)["original_firstorder_Mean"]));
    }

    [Fact]
    public async Task No_message_grows_with_the_input()
    {
        var geometry = new ImageGeometry(new GridSize(60, 60, 60), new Vector3D(1, 1, 1));
        ImageFile.WriteVolume(Volume.Create(geometry, new short[216_000]), _folder.PathOf("image.nrrd"));
        ImageFile.WriteVolume(Volume.Create(geometry, Enumerable.Range(5, 216_000).ToArray()), _folder.PathOf("mask.nrrd"));
        var (code, _, error) = await Tool.RunAsync("extract", _folder.PathOf("image.nrrd"), _folder.PathOf("mask.nrrd"));
        Assert.Equal(1, code);
        Assert.InRange(error.Length, 10, 2000);
    }

    [Fact]
    public async Task What_a_terminal_would_act_upon_reaches_no_message()
    {
        var path = _folder.PathOf("t.csv");
        await File.WriteAllTextAsync(
            path,
            "id,image,\u001b]0;owned\u0007\u001b[31m,\u202Eevil\na,b,c,d\n",
            TestContext.Current.CancellationToken
        );
        var (code, _, error) = await Tool.RunAsync("cohort", path, "-o", _folder.PathOf("out"), "--strict");
        Assert.Equal(1, code);
        Assert.DoesNotContain(error, c => char.IsControl(c) && c is not ('\n' or '\r') || c == '\u202E');
        Assert.Contains("owned", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_begins_with_an_at_sign_is_a_path()
    {
        Directory.CreateDirectory(_folder.PathOf("@p"));
        var (code, _, error) = await Tool.RunAsync("info", "@p");
        Assert.Equal(1, code);
        Assert.DoesNotContain("Response file", error, StringComparison.Ordinal);
    }

    /// <summary>More bytes than a span holds, as a sparse file: 1024^3 int16 are 2 GiB, of which the last voxel is set.</summary>
    [Fact]
    public void Two_gibibytes_of_voxels_are_read_and_written()
    {
        Assert.SkipUnless(
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 8L << 30 && Environment.GetEnvironmentVariable("RADIOMICS_LARGE") == "1",
            "RADIOMICS_LARGE=1 and 8 GB of memory are needed."
        );
        var path = _folder.PathOf("large.nrrd");
        var header = "NRRD0004\ntype: int16\ndimension: 3\nsizes: 1024 1024 1024\nencoding: raw\nendian: little\n\n";
        using (var file = File.Create(path))
        {
            file.Write(Encoding.ASCII.GetBytes(header));
            file.SetLength(header.Length + (2L << 30));
            file.Position = file.Length - 2;
            file.Write([0x39, 0x30]);
        }
        var volume = ImageFile.ReadVolume(path);
        Assert.Equal(12345, volume[1023, 1023, 1023]);
        Assert.Equal(0, volume[1022, 1023, 1023]);
        var copy = _folder.PathOf("copy.nrrd");
        ImageFile.WriteVolume(volume, copy);
        using var written = File.OpenRead(copy);
        written.Position = written.Length - 2;
        Assert.Equal([0x39, 0x30], new[] { (byte)written.ReadByte(), (byte)written.ReadByte() });
    }

    private void Image<T>(GridSize size, Func<int, T> value)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var geometry = new ImageGeometry(size, new Vector3D(1, 1, 1));
        var count = (int)size.Count;
        ImageFile.WriteVolume(Volume.Create(geometry, Enumerable.Range(0, count).Select(value).ToArray()), _folder.PathOf("image.nrrd"));
        var inside = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var (x, y, z) = (i % size.X, i / size.X % size.Y, i / size.X / size.Y);
            inside[i] = x is > 1 and < 10 && y is > 1 and < 10 && z is > 1 and < 10 ? (byte)1 : (byte)0;
        }
        ImageFile.WriteVolume(Volume.Create(geometry, inside), _folder.PathOf("mask.nrrd"));
    }
}
