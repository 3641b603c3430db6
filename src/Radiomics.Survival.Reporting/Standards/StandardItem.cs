namespace Radiomics.Reporting.Standards;

/// <summary>An item of a reporting standard.</summary>
/// <param name="Number">Its number in the standard.</param>
/// <param name="Topic">What it asks for, in our words.</param>
/// <param name="Answer">What the run itself can say to it; <see langword="null"/> where only the author can.</param>
internal sealed record StandardItem(string Number, string Topic, string? Answer);
