#:sdk Microsoft.NET.Sdk.Web
#:project ../../src/Radiomics.Features/Radiomics.Features.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false

// A web service: an image and a mask come as the parts of a form, without a file on disk, and the features go back as JSON. Run:
// dotnet run docs/samples/web-service.cs, and
// curl -F image=@ct.nii.gz -F mask=@tumour.nrrd 'http://localhost:5000/features?label=1'
// With -- --check it starts at a free port, calls itself and ends.
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Radiomics.Features.Extraction;
using Radiomics.Imaging;
using Radiomics.Imaging.Formats;

var isCheck = args.Contains("--check");
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls(isCheck ? "http://127.0.0.1:0" : "http://localhost:5000");
builder.WebHost.ConfigureKestrel(o => o.Limits.MaxRequestBodySize = 1L << 30);
await using var app = builder.Build();

// An extractor is immutable: one serves all. An extraction keeps a core busy and holds its image, so no more run at a time than there are
// cores; a caller who goes away leaves the queue or ends the extraction.
var extractor = new FeatureExtractor(ExtractionSettings.PyRadiomicsDefault);
using var places = new SemaphoreSlim(Environment.ProcessorCount);
app.MapPost("/features", async (HttpRequest request, int? label, CancellationToken cancellationToken) =>
{
    try
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            var (image, mask) = await ReadForm(request, label ?? 1, cancellationToken);
            return Results.Json(extractor.Extract(image, mask, cancellationToken: cancellationToken));
        }
        finally
        {
            places.Release();
        }
    }
    // What is wrong with the upload, and what to do, says the message. Anything else is the service's own fault: 500, without details.
    catch (Exception e) when (e is RadiomicsException or InvalidDataException or (IOException and not BadHttpRequestException))
    {
        return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
    }
});

if (!isCheck)
{
    await app.RunAsync();
    return 0;
}
await app.StartAsync();
return await Check(new Uri(app.Urls.First()));

// The parts are read as they come, in either order.
static async Task<(Volume Image, Mask Mask)> ReadForm(HttpRequest request, int label, CancellationToken cancellationToken)
{
    if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data"
        || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        throw new InvalidDataException("A form is needed (multipart/form-data) that has the parts 'image' and 'mask'.");
    var reader = new MultipartReader(boundary, request.Body);
    Volume? image = null;
    Mask? mask = null;
    while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
    {
        var name = HeaderUtilities.RemoveQuotes(part.GetContentDispositionHeader()?.Name ?? "").Value;
        if (name == "image")
            image = await ImageFile.ReadVolumeAsync(part.Body, "the part 'image'", cancellationToken: cancellationToken);
        else if (name == "mask")
            mask = await ImageFile.ReadMaskAsync(part.Body, "the part 'mask'", label, cancellationToken: cancellationToken);
        else
            throw new InvalidDataException("The form has a part that is neither 'image' nor 'mask'.");
    }
    return image is null ? throw new InvalidDataException("The form has no part 'image'.")
        : mask is null ? throw new InvalidDataException("The form has no part 'mask'.")
        : (image, mask);
}

// Checks itself: PyRadiomics computes 107 features of an original image; the mean of the region is that of its voxels; what is wrong
// with an upload is told.
static async Task<int> Check(Uri address)
{
    var grid = new ImageGeometry(new GridSize(12, 12, 8), new Vector3D(1, 1, 2));
    short[] voxels = [.. Enumerable.Range(0, (int)grid.Size.Count).Select(i => (short)(i * 7919 % 211))];
    var volume = Volume.Create(grid, voxels);
    using var imageFile = new MemoryStream();
    using var maskFile = new MemoryStream();
    ImageFile.WriteVolume(volume, imageFile, ImageFormat.Nifti1, compress: true);
    ImageFile.WriteMask(Mask.FromThreshold(volume, 100), maskFile, ImageFormat.Nrrd);
    byte[] image = imageFile.ToArray(), mask = maskFile.ToArray();

    using var client = new HttpClient { BaseAddress = address };
    var (status, text) = await Post(client, ("image", image), ("mask", mask));
    Console.WriteLine($"{(int)status}: {text[..80]}...");
    var features = JsonSerializer.Deserialize<Dictionary<string, double?>>(text)!;
    var mean = voxels.Where(v => v >= 100).Average(v => (double)v);
    if (status != HttpStatusCode.OK || features.Count != 107 || !(Math.Abs(features["original_firstorder_Mean"]!.Value - mean) < 1e-9))
        return 1;

    (string Why, (string, byte[])[] Parts)[] wrong =
    [
        ("'image'", [("image", image[..(image.Length / 2)]), ("mask", mask)]),
        ("no part 'mask'", [("image", image)]),
        ("neither", [("image", image), ("label", mask)]),
    ];
    foreach (var (why, parts) in wrong)
    {
        (status, text) = await Post(client, parts);
        Console.WriteLine($"{(int)status}: {text}");
        if (status != HttpStatusCode.BadRequest || !JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString()!.Contains(why))
            return 1;
    }
    return 0;
}

static async Task<(HttpStatusCode Status, string Text)> Post(HttpClient client, params (string Name, byte[] Bytes)[] parts)
{
    using var form = new MultipartFormDataContent();
    foreach (var (name, bytes) in parts)
        form.Add(new ByteArrayContent(bytes), name, "upload");
    using var answer = await client.PostAsync("/features", form);
    return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
}
