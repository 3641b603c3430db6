using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Radiomics.Features.Extraction;

public sealed partial record ExtractionSettings
{
    /// <summary>
    /// A hash of everything here that decides what an extraction gives, and of this library's version: results of equal fingerprints and
    /// equal input are equal. Filters, features and families of one's own stand in it by their names alone. Not for keeping secrets.
    /// </summary>
    /// <returns>64 hexadecimal digits of a SHA-256.</returns>
    public string Fingerprint()
    {
        var text = new StringBuilder();
        text.Append(
                typeof(ExtractionSettings)
                    .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                    ?.InformationalVersion.Split('+')[0]
            )
            .Append('\n');
        Append(text, Settings.Extraction, this);
        Append(text, Settings.Voxel, Voxel);
        if (Ibsi is { } ibsi)
            Append(text, IbsiParameters.All, ibsi);
        foreach (var own in Ibsi?.OwnFamilies ?? [])
            text.Append("own ").Append(own.Name).Append(':').AppendJoin(',', own.Features.Select(f => f.Tag)).Append('\n');
        Append(text, Settings.Image, Image);
        text.AppendJoin(',', Given).Append('\n');
        foreach (var type in ImageTypes)
        {
            text.Append(type.Type).Append(':').AppendJoin(',', type.Given).Append(type.FilterName).Append('\n');
            if (type.Settings is { } own)
                Append(text, Settings.Image, own);
        }
        foreach (var selection in FeatureClasses)
            text.Append(selection.Class).Append(':').AppendJoin(',', selection.Names)
                .Append(selection.OwnNames.Count > 0 ? ";" : "").AppendJoin(',', selection.OwnNames).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Append<T>(StringBuilder text, IEnumerable<Setting<T>> settings, T of)
    {
        foreach (var setting in settings)
            text.Append(setting.Name).Append('=').Append(setting.Write(of)).Append('\n');
    }
}
