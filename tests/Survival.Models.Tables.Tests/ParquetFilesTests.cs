using Parquet;
using Parquet.Schema;

namespace Survival.Models.Tables.Tests;

public class ParquetFilesTests
{
    private static readonly CohortColumns Columns = new("time", "status") { Id = "Patient ID" };

    // Written as pandas does: nullable columns, a 64-bit id, two row groups; and a column of lists, which no covariate is.
    private static async Task<byte[]> Write()
    {
        var (id, time, status, grade, dose, diagnosed) = (new DataField<long?>("Patient ID"), new DataField<double?>("time"),
            new DataField<int>("status"), new DataField<string>("grade"), new DataField<float?>("dose"), new DataField<DateTime?>(
            "diagnosed"));
        var stream = new MemoryStream();
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, time, status, grade, dose, diagnosed), stream);
        await using (writer)
        {
            for (var g = 0; g < 2; g++)
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync<long>(id, new long?[] { 12345678901234567 + (2 * g), 12345678901234568 + (2 * g) });
                await group.WriteAsync<double>(time, new double?[] { 1.5 + g, 2.25 + g });
                await group.WriteAsync<int>(status, new[] { 1, 0 });
                await group.WriteAsync(grade, new[] { "high", g == 0 ? null : "low" });
                await group.WriteAsync<float>(dose, new float?[] { 0.5f, g == 0 ? null : 48f });
                await group.WriteAsync<DateTime>(diagnosed, new DateTime?[] { new DateTime(2020, 2, 29, 0, 0, 0, DateTimeKind.Utc), null });
                group.CompleteValidate();
            }
        }
        return stream.ToArray();
    }

    [Fact]
    public async Task ReadsColumnsOfEachType()
    {
        var bytes = await Write();
        var table = SurvivalTable.ReadParquet(new MemoryStream(bytes), "clinical.parquet");
        Assert.Equal(["Patient ID", "time", "status", "grade", "dose", "diagnosed"], table.ColumnNames);
        Assert.Equal(["12345678901234567", "12345678901234568", "12345678901234569", "12345678901234570"], table.Texts("Patient ID"));
        Assert.Equal([1.5, 2.25, 2.5, 3.25], table.Numbers("time"));
        Assert.Equal([0.5, double.NaN, 0.5, 48], table.Numbers("dose"));
        Assert.Equal(["high", null, "high", "low"], table.Texts("grade"));
        Assert.Equal("2020-02-29", table.Texts("diagnosed")[0]);
        Assert.Null(table.Texts("diagnosed")[1]);

        var cohort = await Cohort.ReadParquetAsync(new MemoryStream(bytes), Columns);
        Assert.Equal([true, false, true, false], cohort.FollowUp.Event.ToArray());
        Assert.Equal("12345678901234570", cohort.Ids[3]);
        Assert.Equal(3, cohort.Complete(["grade"]).Count);
    }

    [Fact]
    public async Task JoinsCsvAndParquet()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".parquet");
        await File.WriteAllBytesAsync(path, await Write());
        try
        {
            var features = SurvivalTable.ReadCsv(new StringReader("id,f\n12345678901234570,4\n12345678901234568,2\n"), "features.csv");
            var cohort = Cohort.ReadParquet(path, Columns).Join(features, "id");
            Assert.Equal([2, 4], cohort.Numbers("f"));
            Assert.Equal(2, cohort.Unmatched.Count);
            Assert.Equal(4, Cohort.ReadParquet(path, time: "time", @event: "status").Count);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A megabyte of equal numbers is packed to a few bytes, and that is no damage, under any codec.</summary>
    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public async Task EqualNumbersArePackedToNearlyNothing(CompressionMethod codec)
    {
        var (value, word) = (new DataField<double>("value"), new DataField<string>("word"));
        var stream = new MemoryStream();
        var options = new ParquetOptions { CompressionMethod = codec };
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(value, word), stream, options);
        await using (writer)
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<double>(value, Enumerable.Repeat(7.5, 150_000).ToArray());
            await group.WriteAsync(word, Enumerable.Repeat("high", 150_000).ToArray());
            group.CompleteValidate();
        }
        var table = SurvivalTable.ReadParquet(new MemoryStream(stream.ToArray()));
        Assert.Equal(150_000, table.RowCount);
        Assert.All(table.Numbers("value"), v => Assert.Equal(7.5, v));
        Assert.Equal("high", table.Texts("word")[^1]);
    }

    /// <summary>
    /// Of 12 kB that ask for a gigabyte: a block of Snappy that claims so, and one behind a field of another type than the format has,
    /// which the decoder would read as something else.
    /// </summary>
    [Theory]
    [InlineData("page-claims-1-gib.parquet", "claim to be")]
    [InlineData("page-of-two-readings.parquet", "another type")]
    public void WhatAsksForAGigabyteIsRefusedBeforeItIsGiven(string file, string why)
    {
        var before = GC.GetTotalAllocatedBytes();
        var refusal = Assert.Throws<InvalidSurvivalDataException>(
            () => SurvivalTable.ReadParquet(Path.Combine(AppContext.BaseDirectory, "parquet", file)));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 256L << 20);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Files of fuzzing: the decoder read on behind their end for ever, or asked for a gigabyte of 12 kB.</summary>
    [Theory]
    [InlineData("fault-1-hang.parquet", "another type")]
    [InlineData("fault-8002-hang.parquet", "another type")]
    [InlineData("fault-1-321.parquet", "another type")]
    [InlineData("fault-8002-10708.parquet", "fewer values")]
    public async Task WhatTheDecoderWouldReadForEverIsRefused(string file, string why)
    {
        var reading = Task.Run(() => SurvivalTable.ReadParquet(Path.Combine(AppContext.BaseDirectory, "parquet", file)));
        var refusal = await Assert.ThrowsAsync<InvalidSurvivalDataException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Files of Apache's parquet-testing, by parquet-mr: the sums of the pages of two are right, and of the third, so its
    /// README, in the first column's dictionary wrong.</summary>
    [Fact]
    public void PagesHaveTheSumsThatTheyWereWrittenWith()
    {
        foreach (var file in new[] { "plain-dict-uncompressed-checksum.parquet", "rle-dict-snappy-checksum.parquet" })
            Assert.Equal(1000, SurvivalTable.ReadParquet(Path.Combine(AppContext.BaseDirectory, "parquet", file)).RowCount);
        var refusal = Assert.Throws<InvalidSurvivalDataException>(() => SurvivalTable.ReadParquet(
            Path.Combine(AppContext.BaseDirectory, "parquet", "rle-dict-uncompressed-corrupt-checksum.parquet")));
        Assert.Contains("it has changed since", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Each bit of the one number of the first dictionary (bytes 23 to 30, behind its header), turned over: another number in
    /// all 1,000 rows, which nothing but the sum tells.</summary>
    [Fact]
    public void ABitThatTurnedIsRefused()
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "parquet", "plain-dict-uncompressed-checksum.parquet"));
        for (var bit = 8 * 23; bit < 8 * 31; bit++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            var refusal = Assert.Throws<InvalidSurvivalDataException>(() => SurvivalTable.ReadParquet(new MemoryStream(damaged)));
            Assert.Contains("'long_field' (at byte 23)", refusal.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A block of differences that claims 2^31 - 1 values: more than an array may have.</summary>
    [Fact]
    public async Task ABlockLargerThanMemoryIsRefused()
    {
        var value = new DataField<int>("value");
        var stream = new MemoryStream();
        var options = new ParquetOptions
        {
            CompressionMethod = CompressionMethod.None,
            ColumnEncodingHints = { ["value"] = EncodingHint.DeltaBinaryPacked },
        };
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(value), stream, options);
        await using (writer)
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(value, Enumerable.Range(0, 64).Select(i => i * i).ToArray());
            group.CompleteValidate();
        }
        var bytes = stream.ToArray();
        Assert.Equal(64, SurvivalTable.ReadParquet(new MemoryStream(bytes)).RowCount);
        // 1,024 values in a block, 32 blocks in it, 64 values, the first 0; then 2^31 - 1 values, 1, 64, 0.
        var at = bytes.AsSpan().IndexOf((byte[])[0x80, 0x08, 0x20, 0x40, 0x00]);
        Assert.True(at > 0);
        ((byte[])[0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x01, 0x40, 0x00]).CopyTo(bytes, at);
        var refusal = Assert.Throws<InvalidSurvivalDataException>(() => SurvivalTable.ReadParquet(new MemoryStream(bytes)));
        Assert.Contains("memory", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Words of a dictionary, missing ones between, in two groups of rows: a chunk of more than one page.</summary>
    [Fact]
    public async Task ReadsWordsOfADictionary()
    {
        string?[] words = ["high", null, "low", "", "high", null, "low", "low"];
        var (word, grade) = (new DataField<string>("word"), new DataField<int?>("grade"));
        var stream = new MemoryStream();
        var options = new ParquetOptions { ColumnEncodingHints = { ["word"] = EncodingHint.Dictionary } };
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(word, grade), stream, options);
        await using (writer)
        {
            for (var g = 0; g < 2; g++)
            {
                using var group = writer.CreateRowGroup();
                await group.WriteAsync(word, words);
                // The bytes of 0xA5A5A5A5 are the first mark by which the reader tells what the decoder wrote.
                await group.WriteAsync<int>(grade, new int?[] { 1, null, 3, 4, 5, null, 7, unchecked((int)0xA5A5A5A5) });
                group.CompleteValidate();
            }
        }
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".parquet");
        await File.WriteAllBytesAsync(path, stream.ToArray());
        try
        {
            var table = SurvivalTable.ReadParquet(path);
            Assert.Equal(["high", null, "low", null, "high", null, "low", "low"], table.Texts("word").Take(8));
            Assert.Equal(
                [1, double.NaN, 3, 4, 5, double.NaN, 7, -1515870811, 1, double.NaN, 3, 4, 5, double.NaN, 7, -1515870811],
                table.Numbers("grade"));
            var some = SurvivalTable.ReadParquet(path, _ => true, [1, 2, 11, 15]);
            Assert.Equal([null, "low", null, "low"], some.Texts("word"));
            Assert.Equal([double.NaN, 3, 4, -1515870811], some.Numbers("grade"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task DamageIsRefused()
    {
        var bytes = await Write();
        Assert.Contains("x.parquet", Assert.Throws<InvalidSurvivalDataException>(
            () => SurvivalTable.ReadParquet(new MemoryStream("time,status"u8.ToArray()), "x.parquet")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidSurvivalDataException>(() => SurvivalTable.ReadParquet(new MemoryStream([])));
        Assert.Throws<InvalidSurvivalDataException>(() => SurvivalTable.ReadParquet(new MemoryStream(bytes[..^20])));
        var random = new Random(5);
        for (var k = 0; k < 200; k++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var b = 0; b < 4; b++)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                SurvivalTable.ReadParquet(new MemoryStream(damaged));
            }
            catch (InvalidSurvivalDataException)
            {
                // Refused by its name; a change that only alters a number is not seen.
            }
        }
    }
}
