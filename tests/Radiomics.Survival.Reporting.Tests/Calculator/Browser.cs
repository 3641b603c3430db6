using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Radiomics.Reporting.Tests.Calculator;

/// <summary>Chromium without a window: opens a page, runs a script in it, and hands back what the script collected.</summary>
internal static class Browser
{
    private static readonly string? Program = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public const string Missing =
        "No chromium on the PATH, or no font for it; the page is not opened. Install them (Debian: apt-get install chromium "
            + "fonts-dejavu-core) to run this test.";

    /// <summary>Whether there is a browser that draws text. Without any font of the machine chromium draws not even those that a page
    /// brings, and ends on some pages.</summary>
    public static bool Exists { get; } = Program is not null && HasFonts();

    private const int LeastWindow = 500;

    /// <summary>Whether some fonts are there.</summary>
    public static bool Has(Fonts fonts) => fonts == Fonts.Installed || Directory.Exists(Folder(fonts));

    private static bool HasFonts()
    {
        try
        {
            using var list = Process.Start(new ProcessStartInfo("fc-list") { RedirectStandardOutput = true })!;
            var any = list.StandardOutput.ReadToEnd().Length > 0;
            list.WaitForExit();
            return any;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No fontconfig: the browser finds fonts in another way.
            return true;
        }
    }

    private static string Folder(Fonts fonts) => "/usr/share/fonts/truetype/" + (fonts == Fonts.Noto ? "noto" : "dejavu");

    /// <summary>Opens a page with a script added at its end; the script's <c>results</c> come back as JSON. Anything on the console fails
    /// the test.</summary>
    /// <param name="html">The page.</param>
    /// <param name="script">The script.</param>
    /// <param name="hash">The part of the address behind the page.</param>
    /// <param name="width">The width of the window in CSS pixels.</param>
    /// <param name="fonts">Which fonts the browser finds.</param>
    public static async Task<JsonElement> RunAsync(
        string html,
        string script,
        string hash = "",
        int width = 800,
        Fonts fonts = Fonts.Installed
    )
    {
        var folder = Directory.CreateTempSubdirectory("calculator-");
        try
        {
            var page = Path.Combine(folder.FullName, "page.html");
            var tail =
                // Fonts that a page brings are loaded once something is drawn in them, and until then nothing is waited for: text that is
                // measured before has the width of another font.
                $"<script>Promise.all([...document.fonts].map(f => f.load())).then(() => document.fonts.ready).then(() => "
                    + $"{{ let results; {script}\n const pre = document.createElement('pre'); pre.id = 'collected'; pre.textContent = "
                    + $"JSON.stringify(results); parent.document.body.append(pre); }});</script></body>";
            var whole = html.Replace("</body>", tail, StringComparison.Ordinal);
            // A window of chromium is 500 pixels wide at least; a phone's page stands in a frame of its width.
            if (width < LeastWindow)
                whole = "<!doctype html><html><body>"
                    + $"<iframe style=\"width: {width}px; height: 900px; border: 0\" srcdoc=\"{WebUtility.HtmlEncode(whole)}\"></iframe>"
                    + "</body></html>";
            await File.WriteAllTextAsync(page, whole, TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo(Program!)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr", "--v=0",
                    $"--user-data-dir={Path.Combine(folder.FullName, "profile")}", "--virtual-time-budget=20000",
                        $"--window-size={Math.Max(LeastWindow, width)},900", "--dump-dom", new Uri(page).AbsoluteUri + hash,
                },
            };
            if (fonts != Fonts.Installed)
            {
                var configuration = Path.Combine(folder.FullName, "fonts.conf");
                await File.WriteAllTextAsync(
                    configuration,
                    $"<?xml version=\"1.0\"?><fontconfig><dir>{Folder(fonts)}</dir>"
                        + $"<cachedir>{folder.FullName}/cache</cachedir></fontconfig>",
                    TestContext.Current.CancellationToken
                );
                start.Environment["FONTCONFIG_FILE"] = configuration;
            }
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            var (dom, said) = (await output, await error);
            Assert.DoesNotContain(":CONSOLE", said, StringComparison.Ordinal);
            var from = dom.IndexOf("<pre id=\"collected\">", StringComparison.Ordinal);
            Assert.True(
                from >= 0, $"The page's script did not reach its end; chromium ended with {process.ExitCode} and said: {said}");
            from = dom.IndexOf('>', from) + 1;
            using var document = JsonDocument.Parse(
                WebUtility.HtmlDecode(dom[from..dom.IndexOf("</pre>", from, StringComparison.Ordinal)])
            );
            return document.RootElement.Clone();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

/// <summary>Which fonts a browser finds.</summary>
public enum Fonts
{
    /// <summary>Those of this machine.</summary>
    Installed,

    /// <summary>DejaVu, which is wider than Helvetica.</summary>
    DejaVu,

    /// <summary>Noto, whose lines are higher.</summary>
    Noto,
}
