namespace Nomogram.HccSbrt;

/// <summary>An absolute survival was asked for without a baseline. The paper publishes none, so the caller names one.</summary>
public sealed class BaselineRequiredException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public BaselineRequiredException()
        : base("The paper does not publish its baseline survival, so an absolute survival or a median needs a baseline that you name: " +
               $"{nameof(BaselineSurvival)}.{nameof(BaselineSurvival.Supplied)} (your own numbers), .{nameof(BaselineSurvival.Recalibrate)} (estimated on your cohort), or " +
               $".{nameof(BaselineSurvival.Reconstruct)} (made up from published summaries, for demonstration). Without one there are the linear predictor, the relative hazard, the points and the risk group.")
    {
    }
}
