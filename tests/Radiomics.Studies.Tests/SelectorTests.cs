using Survival.Models;
using Survival.Models.Selection;

namespace Radiomics.Studies.Tests;

/// <summary>Selectors that a protocol names, and one of a user's own.</summary>
public sealed class SelectorTests
{
    private sealed class FirstFeature : IFeatureSelector
    {
        public string Name => "first";

        public FeatureSelection Select(
            SurvivalData data, DesignMatrix x, FeatureSelectionOptions? options = null, CancellationToken cancellationToken = default) =>
            new([x.ColumnNames[0]], [2], "the first");
    }

    [Theory]
    [InlineData("elastic-net")]
    [InlineData("adaptive-lasso")]
    [InlineData("relaxed-lasso")]
    [InlineData("stability")]
    [InlineData("univariable")]
    public void A_protocol_names_a_selector(string name)
    {
        using var cohort = new SmallCohort();
        var protocol = HccSbrtProtocol.Value with { Bootstraps = 0, Selector = FeatureSelectors.Named(name) };
        var study = cohort.Run(options: protocol);
        Assert.Null(study.Lasso);
        Assert.True(study.Selection is not null, string.Join("; ", study.Notes));
        Assert.Equal(study.Selection!.Features.Count > 0, study.Model!.Signature is not null);
        if (study.Model.Signature is { } signature)
            Assert.Equal(study.Selection.Features, signature.Terms.Select(t => t.Feature));
        var path = cohort.PathOf("selector.yaml");
        protocol.Write(path);
        Assert.Contains($"selector: {name}", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(name, StudyProtocol.Read(path).Selector!.Name);
    }

    [Fact]
    public void A_users_own_selector_is_taken_and_repeated_in_the_validation()
    {
        using var cohort = new SmallCohort();
        var study = cohort.Run(options: HccSbrtProtocol.Value with
        {
            Bootstraps = 0,
            Selector = new FirstFeature(),
            PipelineBootstraps = 3
        });
        var term = Assert.Single(study.Model!.Signature!.Terms);
        Assert.Equal((study.Scale!.Features[0], 2.0), (term.Feature, term.Weight));
        Assert.Equal(1, study.Pipeline!.Whole!.Selections.First(s => s.Name == term.Feature).Frequency);
        Assert.Equal("the first", study.ToJson()["steps"]!["selection"]!["values"]!["description"]!.GetValue<string>());
    }

    [Fact]
    public void An_unknown_name_lists_those_there_are() => Assert.Contains(
        "relaxed-lasso", Assert.Throws<ArgumentException>(() => FeatureSelectors.Named("forest")).Message, StringComparison.Ordinal);
}
