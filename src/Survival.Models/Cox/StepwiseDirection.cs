namespace Survival.Models.Cox;

/// <summary>Which way a stepwise selection goes.</summary>
public enum StepwiseDirection
{
    /// <summary>From the full model, terms are taken out and may come back.</summary>
    Both,

    /// <summary>From the full model, terms are taken out.</summary>
    Backward,

    /// <summary>From the model of the forced terms, terms are taken in.</summary>
    Forward,
}
