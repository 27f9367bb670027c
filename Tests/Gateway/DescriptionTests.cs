using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Gateway;

public sealed class DescriptionTests
{
    [Fact]
    public async Task Every_address_is_described()
    {
        await using var app = await GatewayApp.StartAsync();

        var paths = (await app.GetAsync("/openapi/v1.json")).GetProperty("paths");

        var described = paths.EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(
                operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .Order(StringComparer.Ordinal);
        var mapped = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is not (
                "/openapi/{documentName}.json" or "/health" or "/alive")
                && endpoint.Metadata.GetMetadata<ITagsMetadata>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(mapped, described);
        Assert.All(
            paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()),
            operation => Assert.NotEqual("", operation.Value.GetProperty("summary").GetString()));
    }

    [Fact]
    public async Task Health_tells_each_check()
    {
        await using var app = await GatewayApp.StartAsync();

        var health = await app.GetAsync("/health");
        var alive = await app.GetAsync("/alive");

        Assert.Equal("Healthy", health.GetProperty("checks").GetProperty("store").GetProperty("status").GetString());
        Assert.False(alive.GetProperty("checks").TryGetProperty("store", out _));
    }

    [Fact]
    public async Task Answers_cannot_be_framed_or_sniffed()
    {
        await using var app = await GatewayApp.StartAsync();

        var response = await app.Client.GetAsync("/status");

        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains(
            "frame-ancestors 'none'",
            Assert.Single(response.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Server"));
    }
}
