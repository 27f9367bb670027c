using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tests.Images;

/// <summary>
/// A container registry on this machine that has one base image, under every name: what the SDK pulls before it adds
/// its layer.
/// </summary>
internal sealed class LocalRegistry : IAsyncDisposable
{
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    private const string DigestHeader = "Docker-Content-Digest";

    private readonly WebApplication app;

    private LocalRegistry(WebApplication app) => this.app = app;

    /// <summary>Name of the base image. The SDK pulls it without TLS, because its host is <c>localhost</c>.</summary>
    public string BaseImageName => $"localhost:{new Uri(app.Urls.Single()).Port}/base:1";

    public static async Task<LocalRegistry> StartAsync(BaseImage image)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapMethods("/v2/{name}/manifests/{reference}", ["GET", "HEAD"], (HttpResponse response) =>
        {
            response.Headers[DigestHeader] = image.Manifest;
            return Results.File(image.Find(image.Manifest)!, ManifestType);
        });
        app.MapMethods("/v2/{name}/blobs/{digest}", ["GET", "HEAD"], (HttpResponse response, string digest) =>
        {
            response.Headers[DigestHeader] = digest;
            return image.Find(digest) is { } path ? Results.File(path) : Results.NotFound();
        });
        await app.StartAsync();
        return new LocalRegistry(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
