namespace Radiomics.Survival.Cli;

/// <summary>Writes a file whole or not at all.</summary>
internal static class OutputFile
{
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = path + ".part";
        try
        {
            using (var stream = File.Create(temporary))
                write(stream);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
