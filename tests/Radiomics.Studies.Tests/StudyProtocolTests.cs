using Survival.Models.CutPoints;

namespace Radiomics.Studies.Tests;

/// <summary>A protocol says the same in its record, in its file and in flags.</summary>
public sealed class StudyProtocolTests
{
    // Said otherwise in a file: words of the outcome, columns, factors and the external model are tested below.
    private static readonly string[] _otherwise = ["Outcome", "Columns", "Factors", "ExternalModel", "Settings", "Default", "Icc",
        "Harmonisation"];

    public static TheoryData<string> Settings => [.. StudyProtocol.Settings.Select(s => s.Key)];

    [Fact]
    public void Every_property_has_a_setting()
    {
        var there = typeof(StudyProtocol).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Except(_otherwise);
        var keys = StudyProtocol
            .Settings.Select(s => s.Key.Replace("_", "", StringComparison.Ordinal))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(there, name => Assert.Contains(name, keys));
        Assert.All(
            typeof(StudyColumns).GetProperties().Where(
                p => p.CanWrite && p.Name is not ("EventValues" or "CensoredValues" or "CompetingValues" or "Ignored")),
            p => Assert.Contains(p.Name, keys)
        );
        Assert.Equal(StudyProtocol.Settings.Count, StudyProtocol.Settings.Select(s => s.Flag).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_takes_what_it_gives_and_refuses_what_it_does_not_know(string key)
    {
        var setting = StudyProtocol.Settings.Single(s => s.Key == key);
        var text = setting.ValueIn(HccSbrtProtocol.Value);
        Assert.Equal(text, setting.ValueIn(setting.Set(HccSbrtProtocol.Value, text)));
        if (setting.Allowed is not ("a text" or "the name of a column") && key != "factors")
            Assert.Contains(
                "'nonsense'",
                Assert.Throws<StudyProtocolException>(() => setting.Set(StudyProtocol.Default, "nonsense")).Message,
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void The_papers_protocol_and_the_default_come_back_from_their_files_whole()
    {
        foreach (
            var protocol in new[]
            {
                HccSbrtProtocol.Value,
                StudyProtocol.Default,
                StudyProtocol.Default with
                {
                    Factors =
                    [
                        new StudyFactor("a: \"b\"")
                        {
                            Label = "é, #1",
                            Reference = "-1",
                            IsCandidate = null,
                        },
                        "x",
                    ],
                    Title = "",
                    Columns = new StudyColumns { FeaturesId = "Patient ID", EventValues = ["dead", "2"] },
                },
            }
        )
        {
            var yaml = protocol.ToYaml();
            Assert.Equal(
                yaml,
                StudyProtocol
                    .Parse(yaml.Replace("title: \"\"", "title: x", StringComparison.Ordinal))
                    .ToYaml()
                    .Replace("title: x", "title: \"\"", StringComparison.Ordinal)
            );
            var back = StudyProtocol.Parse(yaml.Replace("title: \"\"", "title: x", StringComparison.Ordinal));
            Assert.Equal(protocol.Factors, back.Factors);
            Assert.Equal(protocol.Outcome, back.Outcome);
            Assert.Equal(protocol.Horizons, back.Horizons);
            Assert.Equal(protocol.ExternalModel?.Signature, back.ExternalModel?.Signature);
            Assert.Equal(protocol.ExternalModel?.Caveats, back.ExternalModel?.Caveats);
            Assert.Equal(protocol.ExternalModel?.Results, back.ExternalModel?.Results);
        }
    }

    [Theory]
    [InlineData("horizonts: [1]", 1, "horizons")]
    [InlineData("outcome: x\nhorizons: [3, 2]", 2, "ascending")]
    [InlineData("columns:\n  idd: x", 2, "Did you mean 'id'")]
    [InlineData("factors:\n  - name: a\n    lable: b", 3, "Did you mean 'label'")]
    [InlineData("factors: [a, a]", 1, "twice")]
    [InlineData("alpha: 2", 1, "between 0 and 1")]
    [InlineData("alpha: 0,05", 1, "between 0 and 1")]
    [InlineData("alpha: .05\nalpha: .1", 2, "twice")]
    [InlineData("a: [", 1, "YAML")]
    [InlineData("- 1", 1, "mapping")]
    [InlineData("external_model:\n  name: x\n  signature: {f: 1}", 2, "'cut_point' is missing")]
    [InlineData("external_model:\n  name: x\n  cut_point: a\n  signature: {f: 1}", 3, "a number")]
    public void A_mistake_is_named_with_its_file_and_line(string yaml, int line, string text)
    {
        var refusal = Assert.Throws<StudyProtocolException>(() => StudyProtocol.Parse(yaml, "p.yaml"));
        Assert.StartsWith("p.yaml", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Line, line, line + 1);
        Assert.Contains(text, refusal.Message, StringComparison.Ordinal);
    }

    // As a dictionary of English has them; what is said goes before.
    [Theory]
    [InlineData("progression", "progressions")]
    [InlineData("graft loss", "graft losses")]
    [InlineData("metastasis", "metastases")]
    [InlineData("reflux", "refluxes")]
    [InlineData("breach", "breaches")]
    [InlineData("crash", "crashes")]
    [InlineData("cardiac injury", "cardiac injuries")]
    [InlineData("decay", "decays")]
    public void Several_events_have_the_plural_of_their_name(string name, string plural)
    {
        Assert.Equal(plural, new StudyOutcome(name).Plural);
        Assert.Equal("cases", StudyProtocol.Parse($"outcome: {name}\noutcome_plural: cases").Outcome.Plural);
    }

    [Fact]
    public void A_name_gives_the_other_words_and_each_can_be_said()
    {
        StudyProtocol protocol = StudyProtocol.Default with { Outcome = "progression" };
        Assert.Equal("progression-free survival", protocol.Outcome.Survival);
        protocol = StudyProtocol.Parse(
            "outcome_verb: progressed\noutcome: progression\ntime_unit: years\nhorizons: [1, 2]\ngroup_rule: above"
        );
        Assert.Equal(
            ("progressed", "progressions", "progression-free"),
            (protocol.Outcome.Verb, protocol.Outcome.Plural, protocol.Outcome.Adjective)
        );
        Assert.Equal(CutPointRule.Above, protocol.GroupRule);
        Assert.Equal("2 years", protocol.Time(2));
        var singular = StudyProtocol.Default with { TimeUnit = "year" };
        Assert.Equal(("1 year", "3 years"), (singular.Time(1), singular.Time(3)));
        Assert.Equal("overall survival", HccSbrtProtocol.Value.Outcome.Survival);
    }
}
