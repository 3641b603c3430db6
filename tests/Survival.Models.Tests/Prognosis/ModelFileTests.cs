using System.Text;
using System.Text.Json.Nodes;
using Survival.Models.Cox;
using Survival.Models.Persistence;
using Survival.Models.Prognosis;

namespace Survival.Models.Tests.Prognosis;

/// <summary>Whatever stands in a model's file, reading it gives a model that can be used, or a ModelFileException.</summary>
public sealed class ModelFileTests
{
    private static readonly string[] Texts = [Published(), Fitted()];

    private static string Published() =>
        Text(
            PrognosticModel.Create(
                new ModelDescription { Provenance = new Dictionary<string, string> { ["made by"] = "a test" } },
                [new("score", 0.5, 0.1), new("large", 0.7, 0.2), new("gradeB", 0.3, 0.1), new("dose", 0.3, 0.1), new("dose'", -0.2, 0.1)],
                [
                    Predictor.Continuous("score", -2, 2),
                    Predictor.AtThreshold("size", "large", 5, false, 0, 20) with
                    {
                        Allowed = new InputRange(0, 30, true),
                        NotGiven = "not known",
                    },
                    Predictor.Categorical("grade", ["A", "B"]),
                    Predictor.Spline("dose", ["dose", "dose'"], [1, 4, 8], 0, 10),
                ],
                [6, 12],
                new Signature
                {
                    Terms = [new("a", 2), new("b", -1)],
                    CutPoint = 0,
                    Scaler = Scaler.Create("x", new Dictionary<string, (double, double)> { ["a"] = (1, 2), ["b"] = (10, 5) }),
                },
                BaselineHazard.Supplied("ours", [6, 12], [0.8, 0.5]),
                BaselineHazard.Reconstructed("made up", ["assumed"], 10, 0.7, 1.2, 36)
            )
        );

    private static string Fitted() => Text(PrognosticModel.From(RmsCohort.Fit(), [6, 12]));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"format\":7}")]
    [InlineData("{\"format\":\"Survival.Models.PrognosticModel\"}")]
    [InlineData("{\"format\":\"Survival.Models.PrognosticModel\",\"version\":9}")]
    [InlineData("{\"format\":\"Survival.Models.PrognosticModel\",\"version\":1}")]
    [InlineData("{\"format\":\"Survival.Models.PrognosticModel\",\"version\":1e999}")]
    [InlineData("{\"format\":\"Survival.Models.CoxModel\",\"version\":1}")]
    public void WhatIsNoModelIsRefused(string text) => Assert.NotEmpty(Assert.Throws<ModelFileException>(() => Load(text)).Message);

    [Fact]
    public void TheMessageNamesTheFileAndWhatToDo()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, "{\"format\":\"Survival.Models.PrognosticModel\",\"version\":1}");
        try
        {
            var message = Assert.Throws<ModelFileException>(() => PrognosticModel.Load(path)).Message;
            Assert.Contains(Path.GetFileName(path), message, StringComparison.Ordinal);
            Assert.Contains("'outcome' is missing", message, StringComparison.Ordinal);
            Assert.Contains("Save the model anew", message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Every value of the file in turn: taken away, or replaced by something else.
    [Fact]
    public void EveryDamagedMemberIsRefusedOrHarmless()
    {
        string[] damages =
        [
            "null",
            "1e999",
            "-1e999",
            "\"NaN\"",
            "\"Infinity\"",
            "-1",
            "0",
            "2147483647",
            "99999999999999999999",
            "1.5",
            "\"\"",
            "\"x\"",
            "true",
            "[]",
            "{}",
            "[1e999]",
            "[[[]]]",
        ];
        var (refused, taken) = (0, 0);
        foreach (var text in Texts)
        {
            foreach (var place in Places(JsonNode.Parse(text)!))
            {
                Try(text, place, null);
                foreach (var damage in damages)
                    Try(text, place, damage);
            }
        }
        Assert.True(refused > 2000 && taken > 100, $"{refused} refused, {taken} taken");

        void Try(string text, IReadOnlyList<object> place, string? damage)
        {
            var root = JsonNode.Parse(text)!;
            var parent = place.SkipLast(1).Aggregate(root, (n, key) => key is int i ? n[i]! : n[(string)key]!);
            if (place[^1] is int index)
            {
                parent.AsArray().RemoveAt(index);
                if (damage is not null)
                    parent.AsArray().Insert(index, JsonValue.Create("@damage@"));
            }
            else
            {
                parent.AsObject().Remove((string)place[^1]);
                if (damage is not null)
                    parent.AsObject()[(string)place[^1]] = "@damage@";
            }
            var damaged = root.ToJsonString().Replace("\"@damage@\"", damage, StringComparison.Ordinal);
            try
            {
                // What is taken must be usable, or say why not.
                var model = Load(damaged);
                _ = model.ToString();
                _ = model.Nomogram?.ToString();
                taken++;
            }
            catch (ModelFileException)
            {
                refused++;
            }
            catch (Exception e)
            {
                Assert.Fail($"{string.Join('.', place)} as {damage ?? "nothing"}: {e.GetType().Name}: {e.Message}");
            }
        }
    }

    [Fact]
    public void EveryDamagedMemberOfACoxModelIsRefusedOrHarmless()
    {
        var text = RmsCohort.Fit().ToJson();
        foreach (var place in Places(JsonNode.Parse(text)!))
        {
            foreach (var damage in (string[])["null", "1e999", "\"NaN\"", "-1", "2147483647", "\"x\"", "[]", "{}"])
            {
                var root = JsonNode.Parse(text)!;
                var parent = place.SkipLast(1).Aggregate(root, (n, key) => key is int i ? n[i]! : n[(string)key]!);
                if (place[^1] is int index)
                    parent[index] = "@damage@";
                else
                    parent[(string)place[^1]] = "@damage@";
                try
                {
                    _ = CoxModel
                        .FromJson(root.ToJsonString().Replace("\"@damage@\"", damage, StringComparison.Ordinal))
                        .Survival(new double[4])
                        .Median;
                }
                catch (ModelFileException)
                {
                }
            }
        }
    }

    // Flipped bytes: the file is no JSON, another model, or damaged.
    [Fact]
    public void RandomBytesAreRefusedOrHarmless()
    {
        var random = new Random(7);
        foreach (var text in Texts)
        {
            for (var round = 0; round < 3000; round++)
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                for (var k = random.Next(1, 4); k > 0; k--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                try
                {
                    using var stream = new MemoryStream(bytes);
                    _ = PrognosticModel.Load(stream).Nomogram?.ToString();
                }
                catch (ModelFileException)
                {
                }
            }
        }
    }

    private static IEnumerable<IReadOnlyList<object>> Places(JsonNode node)
    {
        IEnumerable<(object Key, JsonNode? Child)> children = node switch
        {
            JsonObject o => o.Select(p => ((object)p.Key, p.Value)),
            // Of a long list a few.
            JsonArray a => a.Select((c, i) => ((object)i, c)).Where(p => (int)p.Item1 < 3),
            _ => [],
        };
        foreach (var (key, child) in children.ToList())
        {
            yield return [key];
            if (child is null)
                continue;
            foreach (var below in Places(child))
                yield return [key, .. below];
        }
    }

    private static PrognosticModel Load(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return PrognosticModel.Load(stream);
    }

    private static string Text(PrognosticModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
