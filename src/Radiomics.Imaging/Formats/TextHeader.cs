using System.Globalization;
using System.Text;

namespace Radiomics.Imaging.Formats;

/// <summary>Reads the lines of a text header from a file, and the numbers in them.</summary>
internal sealed class TextHeader : IDisposable
{
    private const int LongestLine = 1 << 20, MostBytes = 1 << 26;
    private readonly Stream _file;
    private readonly string _path;

    public TextHeader(ImageSource source)
    {
        _path = source.Path;
        _file = source.OpenRead(1 << 14);
    }

    /// <summary>Where the next line starts, in bytes.</summary>
    public long Position => _file.Position;

    /// <summary>The next line without its end, or null at the end of the file.</summary>
    /// <exception cref="ImageFormatException">The line or the header is longer than any header is.</exception>
    public string? Next()
    {
        var bytes = new List<byte>(80);
        int b;
        while ((b = _file.ReadByte()) >= 0 && b != '\n')
        {
            bytes.Add((byte)b);
            if (bytes.Count > LongestLine || _file.Position > MostBytes)
                throw new ImageFormatException(_path, "its header does not end; the file is damaged.");
        }
        if (b < 0 && bytes.Count == 0)
            return null;
        if (bytes.Count > 0 && bytes[^1] == '\r')
            bytes.RemoveAt(bytes.Count - 1);
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>The words of a field, apart by white space.</summary>
    public static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The numbers of a field; <c>nan</c> and <c>none</c> give NaN.</summary>
    /// <exception cref="ImageFormatException">It holds something else.</exception>
    public static double[] Numbers(string path, string field, string text)
    {
        var words = Words(text);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
            numbers[i] = Number(path, field, words[i]);
        return numbers;
    }

    /// <summary>One number.</summary>
    /// <exception cref="ImageFormatException">It is something else.</exception>
    public static double Number(string path, string field, string word)
    {
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return number;
        return word.Equals("nan", StringComparison.OrdinalIgnoreCase) || word.Equals("none", StringComparison.OrdinalIgnoreCase)
            ? double.NaN
            : throw new ImageFormatException(path, $"its field '{field}' holds '{Clip(word)}' where a number should stand.");
    }

    /// <summary>One whole number within a range.</summary>
    /// <exception cref="ImageFormatException">It is something else.</exception>
    public static long Integer(string path, string field, string word, long least, long most) =>
        long.TryParse(word.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
            : throw new ImageFormatException(
                path,
                Invariant($"its field '{field}' is '{Clip(word)}'; it must be a whole number from {least} to {most}.")
            );

    /// <summary>A piece of a damaged file that can stand in a message.</summary>
    public static string Clip(string text)
    {
        var clean = new string([.. text.Take(60).Select(c => char.IsControl(c) || c == '�' ? '?' : c)]);
        return text.Length > 60 ? clean + "..." : clean;
    }
}
