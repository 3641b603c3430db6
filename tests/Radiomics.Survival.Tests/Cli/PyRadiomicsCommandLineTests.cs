using Radiomics.Features.Extraction;

namespace Radiomics.Tests.Cli;

/// <summary>
/// Command lines as PyRadiomics' users type them. What each flag does is what PyRadiomics' own command does (radiomics/scripts); the
/// numbers of
/// the features are held against its values elsewhere.
/// </summary>
public sealed class PyRadiomicsCommandLineTests : IDisposable
{
    private readonly SmallCase _case = new();

    public void Dispose() => _case.Dispose();

    private string Batch(string text)
    {
        File.WriteAllText(_case.PathOf("batch.csv"), text);
        return _case.PathOf("batch.csv");
    }

    private static async Task<Dictionary<string, string>[]> Rows(string path)
    {
        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        var header = lines[0].Split(',');
        // The small case's provenance has commas in quotes; features stand behind it, so cells are counted from the end.
        var features = header.SkipWhile(h => !h.StartsWith("original", StringComparison.Ordinal)).ToArray();
        return
        [
            .. lines.Skip(1).Select(l =>
                features.Zip(l.Split(',')[^features.Length..]).ToDictionary(c => c.First, c => c.Second)
            ),
        ];
    }

    [Fact]
    public async Task A_batch_file_needs_no_id_and_its_columns_come_out_in_front()
    {
        var path = Batch($"PatientID,Image,Mask,Label\n7,{_case.Image},{_case.Mask},1\n8,{_case.Image},{_case.Mask},3\n");
        var (code, _, error) = await Tool.RunAsync("extract", path, "-f", "csv", "-o", _case.PathOf("out.csv"), "-j", "2");
        Assert.True(code == 0, error);
        var lines = await File.ReadAllLinesAsync(_case.PathOf("out.csv"), TestContext.Current.CancellationToken);
        Assert.StartsWith("PatientID,Image,Mask,Label,diagnostics_Versions_PyRadiomics", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"7,{_case.Image},{_case.Mask},1,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"8,{_case.Image},{_case.Mask},3,", lines[2], StringComparison.Ordinal);

        var batch = await Rows(_case.PathOf("out.csv"));
        foreach (var (row, label) in new[] { (0, "1"), (1, "3") })
        {
            await Tool.RunAsync("extract", _case.Image, _case.Mask, "-l", label, "-o", _case.PathOf("one.csv"));
            Assert.Equal((await Rows(_case.PathOf("one.csv")))[0], batch[row]);
        }
    }

    // pyradiomics --label 3 IMAGE MASK: a flag takes one value, and what stands behind it is the next argument.
    [Theory]
    [InlineData("--label", "3", "IMAGE", "MASK")]
    [InlineData("IMAGE", "--label", "3", "MASK")]
    public async Task A_flag_may_stand_before_the_files(params string[] arguments)
    {
        string[] files = [.. arguments.Select(a => a == "IMAGE" ? _case.Image : a == "MASK" ? _case.Mask : a)];
        var (code, _, error) = await Tool.RunAsync(["extract", .. files, "-o", _case.PathOf("first.csv")]);
        Assert.True(code == 0, error);
        await Tool.RunAsync("extract", _case.Image, _case.Mask, "--label", "3", "-o", _case.PathOf("last.csv"));
        Assert.Equal((await Rows(_case.PathOf("last.csv")))[0], (await Rows(_case.PathOf("first.csv")))[0]);
    }

    // execute(image, mask, label, label_channel) puts both among the settings, the channel behind the others.
    [Fact]
    public async Task The_label_and_channel_of_a_row_stand_among_the_settings_of_its_provenance()
    {
        var path = Batch($"Image,Mask,Label,Label_channel\n{_case.Image},{_case.Mask},3,0\n");
        var (code, _, error) = await Tool.RunAsync("extract", path, "-f", "txt", "-o", _case.PathOf("out.txt"));
        Assert.True(code == 0, error);
        var settings = (await File.ReadAllLinesAsync(_case.PathOf("out.txt"), TestContext.Current.CancellationToken))
            .Single(l => l.StartsWith("Case-1_diagnostics_Configuration_Settings", StringComparison.Ordinal));
        Assert.Contains("'label': 3,", settings, StringComparison.Ordinal);
        Assert.EndsWith("'label_channel': 0}", settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_fails_is_told_and_keeps_its_own_columns()
    {
        var path = Batch($"Image,Mask\n{_case.Image},{_case.Mask}\nnone.nrrd,none.nrrd\n");
        var (code, output, error) = await Tool.RunAsync("extract", path, "--quiet");
        Assert.Equal(1, code);
        Assert.StartsWith("failed: case 2: ", error, StringComparison.Ordinal);
        Assert.StartsWith(_case.PathOf("none.nrrd") + ",", output.Split('\n')[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Image,Segmentation\na,b\n", "no column 'Mask'")]
    [InlineData("image,IMAGE,Mask\na,b,c\n", "image, IMAGE may all be the column 'Image'")]
    [InlineData("a.nrrd,b.nrrd\nc.nrrd,d.nrrd\n", "write a line with the names of the columns above it")]
    [InlineData("a.nrrd,b.nrrd\n", "starts with the names of its columns, Image and Mask")]
    [InlineData("Image,Mask\n,\n,\n", "there are no cases")]
    [InlineData("Image,Mask\na,b,c\nd,e,f\n", "the header has 2 cells, and no row as many (line 2 has 3)")]
    [InlineData("Image,Mask,Mask\na,b,c\n", "two columns are called 'Mask'")]
    public async Task A_batch_file_that_cannot_be_meant_is_refused(string text, string message)
    {
        var (code, _, error) = await Tool.RunAsync("extract", Batch(text));
        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_another_number_of_cells_fails_alone()
    {
        var path = Batch($"Note,Image,Mask\nx,{_case.Image},{_case.Mask}\na comma, here,{_case.Image},{_case.Mask}\nx,{_case.Image}\n");
        var (code, output, error) = await Tool.RunAsync("extract", path);
        Assert.Equal(1, code);
        Assert.Contains("failed: case 2: line 3 has 4 cells; the header has 3.", error, StringComparison.Ordinal);
        Assert.Contains("failed: case 3: line 4 has 2 cells; the header has 3.", error, StringComparison.Ordinal);
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.True(lines[1].Length > 1000 && lines[2].Length < 1000, lines[2]);
    }

    // Rows without anything are those of a spreadsheet that once had more; pandas writes 1 as 1.0 where a cell of the column is empty.
    [Fact]
    public async Task A_row_that_cannot_be_meant_fails_alone()
    {
        var path = Batch(
            $"ID,image,MASK,Label\na,{_case.Image},{_case.Mask},3.0\n,,,\nb,{_case.Image},{_case.Mask},1.5\nc,{_case.Image},,1\n"
                + $"d,{_case.Image},{_case.Mask},\n,,,\n"
        );
        var (code, output, error) = await Tool.RunAsync("extract", path, "-f", "csv");
        Assert.Equal(1, code);
        Assert.Contains("failed: case 2: the Label '1.5' is no whole number from 1 on.", error, StringComparison.Ordinal);
        Assert.Contains("failed: case 3: the Mask is empty.", error, StringComparison.Ordinal);
        Assert.Contains("2 of 4 cases extracted, 2 failed", error, StringComparison.Ordinal);
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("ID,Image,Mask,Label,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"a,{_case.Image},{_case.Mask},3.0,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"c,{_case.Image},,1,", lines[3], StringComparison.Ordinal);
        await File.WriteAllTextAsync(_case.PathOf("out.csv"), output, TestContext.Current.CancellationToken);
        var rows = await Rows(_case.PathOf("out.csv"));
        foreach (var (row, label) in new[] { (0, "3"), (3, "1") })
        {
            await Tool.RunAsync("extract", _case.Image, _case.Mask, "-l", label, "-o", _case.PathOf("one.csv"));
            Assert.Equal((await Rows(_case.PathOf("one.csv")))[0], rows[row]);
        }
        Assert.Contains("2 rows are wrong", (await Tool.RunAsync("extract", path, "--validate")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_without_maps_does_not_keep_others_from_theirs()
    {
        var file = _case.PathOf("params.yaml");
        await File.WriteAllTextAsync(file, "featureClass: {firstorder: [Mean]}\n", TestContext.Current.CancellationToken);
        var path = Batch($"Image,Mask\nnone.nrrd,none.nrrd\n{_case.Image},\n{_case.Image},{_case.Mask}\n");
        var (code, _, error) = await Tool.RunAsync("extract", path, "-p", file, "--mode", "voxel", "-od", _case.PathOf("maps"));
        Assert.Equal(1, code);
        Assert.Contains("failed: case 1: ", error, StringComparison.Ordinal);
        Assert.Contains("failed: case 2: the Mask is empty.", error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_case.PathOf("maps"), "Case-3_original_firstorder_Mean.nrrd")));
    }

    // PyRadiomics writes the columns as they stand in its batch file.
    [Theory]
    [InlineData("'@x,", "")]
    [InlineData("@x,", "--spreadsheet-safe=false")]
    public async Task A_text_that_a_spreadsheet_would_compute_stays_as_it_is_where_asked(string start, string flag)
    {
        var path = Batch($"ID,Image,Mask\n@x,{_case.Image},{_case.Mask}\n");
        var (_, output, _) = await Tool.RunAsync(["extract", path, .. flag.Length > 0 ? new[] { flag } : []]);
        Assert.StartsWith(start, output.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_goes_over_the_file()
    {
        var file = _case.PathOf("params.yaml");
        await File.WriteAllTextAsync(
            file,
            "setting: {binWidth: 25}\nimageType: {Original: {}, Square: {binWidth: 5}}\nfeatureClass: {firstorder: [Entropy]}\n",
            TestContext.Current.CancellationToken
        );
        await Tool.RunAsync("extract", _case.Image, _case.Mask, "-p", file, "-s", "binWidth:3", "-o", _case.PathOf("over.csv"));
        await File.WriteAllTextAsync(
            file,
            "setting: {binWidth: 3}\nimageType: {Original: {}, Square: {binWidth: 5}}\nfeatureClass: {firstorder: [Entropy]}\n",
            TestContext.Current.CancellationToken
        );
        await Tool.RunAsync("extract", _case.Image, _case.Mask, "-p", file, "-o", _case.PathOf("file.csv"));
        Assert.Equal((await Rows(_case.PathOf("file.csv")))[0], (await Rows(_case.PathOf("over.csv")))[0]);
    }

    [Fact]
    public void An_image_type_keeps_a_value_of_its_own_and_lists_have_commas()
    {
        var settings = ExtractionSettings.Parse(
            "setting: {binWidth: 25}\nimageType: {Original: {}, Square: {weightingNorm: manhattan}, Wavelet: {binWidth: 5}}")
            .Override([new("binWidth", "3"), new("resampledPixelSpacing", "1,1,2.5")]);
        Assert.Equal(3, settings.Image.BinWidth);
        Assert.Equal(3, settings.ImageTypes.Single(t => t.Type == ImageType.Square).Settings!.BinWidth);
        Assert.Equal(5, settings.ImageTypes.Single(t => t.Type == ImageType.Wavelet).Settings!.BinWidth);
        Assert.Equal(2.5, settings.ResampledPixelSpacing!.Value.Z);
    }

    [Fact]
    public async Task Text_has_a_line_a_feature()
    {
        var (code, output, _) = await Tool.RunAsync("extract", _case.Image, _case.Mask, "-f", "txt", "--format-path", "basename");
        Assert.Equal(0, code);
        Assert.StartsWith($"Case-1_Image: {Path.GetFileName(_case.Image)}\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\nCase-1_original_shape_MeshVolume: \d", output);
    }

    [Fact]
    public async Task Voxel_mode_writes_a_map_a_feature()
    {
        var file = _case.PathOf("params.yaml");
        await File.WriteAllTextAsync(file, "featureClass: {firstorder: [Mean]}\n", TestContext.Current.CancellationToken);
        var folder = _case.PathOf("maps");
        var (checkedOnly, _, _) = await Tool.RunAsync(
            "extract", _case.Image, _case.Mask, "-p", file, "--mode", "voxel", "-od", folder, "--validate"
        );
        Assert.Equal(0, checkedOnly);
        Assert.False(Directory.Exists(folder));
        var (code, _, error) = await Tool.RunAsync("extract", _case.Image, _case.Mask, "-p", file, "--mode", "voxel", "-od", folder);
        Assert.True(code == 0, error);
        Assert.Equal(["Case-1_original_firstorder_Mean.nrrd"], Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)));
    }

    [Theory]
    [InlineData("There is no command 'extrct'. Did you mean 'extract'?", "extrct", "a", "b")]
    [InlineData("'radiomics extract' has no flag '--parms'. Did you mean '--params'?", "extract", "a", "b", "--parms", "x.yaml")]
    [InlineData("there is no setting 'binwidth'. Did you mean 'binWidth'?", "extract", "a", "b", "-s", "binwidth:3")]
    [InlineData("--setting: binWidth: expected a number with a decimal point", "extract", "a", "b", "-s", "binWidth:12,5")]
    [InlineData("nofile.yaml: there is no such parameter file.", "extract", "a", "b", "-p", "nofile.yaml")]
    [InlineData("--censored-value alive,died", "study", "--features", "f", "--clinical", "c", "-o", "o",
        "--censored-value", "alive", "died")]
    [InlineData("--figures: there is no 'gif'", "study", "--features", "f", "--clinical", "c", "-o", "o", "--figures", "svg,gif")]
    [InlineData("is 65 cm; it must be above 0 and at most 30 cm. --size-cm takes cm.", "predict", "--radscore", "0.1", "--size-cm", "65",
        "--dose", "48", "--fractions", "8", "--ctp", "A", "--baseline", "reconstructed")]
    [InlineData("give a name and a value with a colon", "extract", "a", "b", "-s", "binWidth=3")]
    [InlineData("give a whole number from 1 to 5", "extract", "a", "b", "-v", "9")]
    [InlineData("-f 'xlm': csv, json or txt was expected.", "extract", "a", "b", "-f", "xlm")]
    [InlineData("-j 'x': a whole number of 1 or more", "extract", "a", "b", "-j", "x")]
    public async Task What_was_probably_meant_is_said(string message, params string[] arguments)
    {
        var (code, _, error) = await Tool.RunAsync(arguments);
        Assert.NotEqual(0, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("Required command", error, StringComparison.Ordinal);
        Assert.DoesNotContain("'b'", error, StringComparison.Ordinal);
    }

    /// <summary>What a user can get wrong is told as such, not as a defect of the tool, and in the words of the command line.</summary>
    [Theory]
    [InlineData("it must be above 0 and at most 300 Gy. A physical dose goes by --dose and --fractions.", "predict", "--radscore", "0",
        "--size-cm", "5", "--ctp", "A", "--bed", "301")]
    [InlineData("12 Child-Pugh points are class C", "predict", "--radscore", "0", "--size-cm", "5", "--ctp", "12", "--bed", "70")]
    [InlineData("The number of tumours is 0", "predict", "--radscore", "0", "--size-cm", "5", "--ctp", "A", "--bed", "70",
        "--tumours", "0")]
    [InlineData("The course has 0 fractions", "predict", "--radscore", "0", "--size-cm", "5", "--ctp", "A", "--dose", "50",
        "--fractions", "0")]
    [InlineData("'/[/' is not a regular expression", "extract", "IMAGE", "MASK", "--roi", "/[/")]
    [InlineData("--roi names a region; it was empty.", "extract", "IMAGE", "MASK", "--roi", "")]
    [InlineData("Give --threshold, or --label or --roi, not both.", "extract", "IMAGE", "MASK", "--threshold", "1", "-l", "1")]
    [InlineData("Give --all, or --label or --roi, not both.", "extract", "IMAGE", "MASK", "--all", "-l", "1")]
    [InlineData("Give --label or --roi, not both.", "extract", "IMAGE", "MASK", "--roi", "x", "-l", "1")]
    [InlineData("Give --suv or --values, not both.", "extract", "IMAGE", "MASK", "--suv", "bw", "--values", "philips")]
    [InlineData("grey levels; at most", "extract", "IMAGE", "MASK", "-s", "binWidth:1e-300")]
    [InlineData("Ask for a wider spacing.", "extract", "IMAGE", "MASK", "-s", "resampledPixelSpacing:[0.001,0.001,0.001]")]
    [InlineData("'x.foo': the name must end in .nii", "convert", "IMAGE", "x.foo")]
    [InlineData("'x.dcm': the name must end in .nii", "convert", "IMAGE", "x.dcm")]
    [InlineData("'x': the name must end in .nii", "convert", "IMAGE", "x", "--mask", "MASK")]
    [InlineData("'abc' is no UID", "fetch", "https://pacs/dicom-web", "--study", "abc")]
    [InlineData("A password or token is not sent over plain http", "fetch", "http://pacs/dicom-web", "--token-file", "IMAGE")]
    [InlineData("' cannot be made: a file has the name.", "maps", "IMAGE", "MASK", "-l", "1", "-o", "MASK")]
    public async Task A_mistake_of_the_user_is_no_defect(string message, params string[] arguments)
    {
        var (code, _, error) = await Tool.RunAsync(
            [.. arguments.Select(a => a == "IMAGE" ? _case.Image : a == "MASK" ? _case.Mask : a)]);
        Assert.NotEqual(0, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("should not have", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_is_not_its_own_mask_unless_a_threshold_says_what_is_inside()
    {
        var copy = _case.PathOf("copy.nii.gz");
        File.Copy(_case.Image, copy);
        foreach (var mask in new[] { _case.Image, copy })
        {
            var (code, _, error) = await Tool.RunAsync("extract", _case.Image, mask);
            Assert.Equal(1, code);
            Assert.Contains("the mask is the image itself", error, StringComparison.Ordinal);
            Assert.Contains("--threshold", error, StringComparison.Ordinal);
        }
        Assert.Equal(0, (await Tool.RunAsync("extract", _case.Image, copy, "--threshold", "100")).Code);
    }

    [Fact]
    public async Task What_is_no_image_is_told_with_the_formats_there_are()
    {
        var text = _case.PathOf("SOURCES.md");
        await File.WriteAllTextAsync(text, "# Where it comes from\n", TestContext.Current.CancellationToken);
        foreach (var arguments in new string[][] { ["extract", text, _case.Mask], ["info", text] })
            Assert.Contains("NRRD", (await Tool.RunAsync(arguments)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Voxel_settings_go_over_a_file_too() =>
        Assert.Equal(2, new ExtractionSettings().Override([new("kernelRadius", "2")]).Voxel.KernelRadius);

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Completion_knows_every_command_and_flag(string shell)
    {
        var (code, output, _) = await Tool.RunAsync("completion", shell);
        Assert.Equal(0, code);
        foreach (var word in new[] { "extract", "study", "cohort", "setting", "logging-level" })
            Assert.Contains(word, output, StringComparison.Ordinal);
    }
}
