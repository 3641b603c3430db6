namespace Radiomics.Imaging.Dicom;

/// <summary>What an RT Dose (PS3.3 section C.8.8.3) says of its numbers.</summary>
internal static class DoseGrid
{
    /// <summary>The dose of a stored 1, in the unit of the file.</summary>
    /// <exception cref="ImageFormatException">The file does not say it.</exception>
    public static double Scaling(IDicomObject file) =>
        file.Numbers(Tags.DoseGridScaling) is [not 0 and var scaling, ..]
            ? scaling
            : throw new ImageFormatException(
                file.Source,
                $"it has no Dose Grid Scaling {Tags.DoseGridScaling}, so that its numbers are no doses. Export it again."
            );

    /// <summary>What a reader of a dose should know; nothing of other images, and of the dose of a whole plan in Gy.</summary>
    public static IEnumerable<string> Warnings(IDicomObject file)
    {
        if (DicomFolder.Modality(file) != "RTDOSE")
            yield break;
        if (DicomFolder.Code(file.Text(new DicomTag(0x3004, 0x0002))) is var unit && unit != "GY")
            yield return unit.Length > 0
                ? $"{file.Source}: the dose is in the unit '{unit}', not in Gy."
                : $"{file.Source}: it does not say that the dose is in Gy.";
        if (DicomFolder.Code(file.Text(new DicomTag(0x3004, 0x0004))) is "ERROR")
            yield return $"{file.Source}: it holds differences of doses.";
        if (DicomFolder.Code(file.Text(new DicomTag(0x3004, 0x000A))) is var sum
            && sum is not ("" or "PLAN" or "MULTI_PLAN" or "PLAN_OVERVIEW"))
            yield return $"{file.Source}: it is the dose of a part of the plan ({sum}), not of the whole.";
    }
}
