using System.Text;

namespace Survival.Models;

/// <summary>Names of columns with accents and umlauts as one character each (Unicode's NFC): some systems write the letter and its mark as
/// two, which look the same and are not. Done by hand for Latin letters, for programs without culture data do not normalise.</summary>
internal static class ComposedNames
{
    // A mark, then each letter with what it becomes.
    private static readonly Dictionary<char, string> _pairs = new()
    {
        ['\u0300'] = "AÀEÈIÌOÒUÙaàeèiìoòuù",
        ['\u0301'] = "AÁCĆEÉIÍNŃOÓSŚUÚYÝZŹaácćeéiínńoósśuúyýzź",
        ['\u0302'] = "AÂEÊIÎOÔUÛaâeêiîoôuû",
        ['\u0303'] = "AÃNÑOÕaãnñoõ",
        ['\u0308'] = "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ",
        ['\u030a'] = "AÅUŮaåuů",
        ['\u030b'] = "OŐUŰoőuű",
        ['\u030c'] = "CČDĎEĚNŇRŘSŠTŤZŽcčdďeěnňrřsštťzž",
        ['\u0327'] = "CÇSŞcçsş",
        ['\u0328'] = "AĄEĘaąeę",
    };

    public static string Of(string name)
    {
        if (name.AsSpan().IndexOfAnyInRange('\u0300', '\u036f') < 0)
            return name;
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            var at = text.Length > 0 && _pairs.TryGetValue(c, out var pairs) ? pairs.IndexOf(text[^1]) : -1;
            if (at >= 0 && at % 2 == 0)
                text[^1] = _pairs[c][at + 1];
            else
                text.Append(c);
        }
        return text.ToString();
    }
}
