using System.Text.Json;
using Radiomics.Features.Extraction;

namespace Radiomics.Features.Tests.Output;

public class FeatureSetJsonTests
{
    [Fact]
    public void A_service_can_answer_with_a_set_that_has_an_undefined_feature()
    {
        var set = new FeatureSet([new("original_b", 0.1), new("original_a", double.NaN), new("Original_C", double.PositiveInfinity)]);
        Assert.Equal("{\"original_b\":0.1,\"original_a\":null,\"Original_C\":null}",
            JsonSerializer.Serialize(set, JsonSerializerOptions.Web));
    }
}
