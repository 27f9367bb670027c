using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Gateway;

public sealed class DescriptionTests
{
    [Fact]
    public async Task Every_endpoint_is_described()
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
    public async Task The_body_of_links_is_described_with_all_forms_of_each_member()
    {
        await using var app = await GatewayApp.StartAsync();

        var schemas = (await app.GetAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");

        var schema = schemas.GetProperty("LinksRequest");
        var members = schema.GetProperty("properties");
        Assert.Equal(
            ["links", "maxAge", "audio", "video", "captions", "thumbnail", "webhook", "priority"],
            members.EnumerateObject().Select(member => member.Name));
        Assert.All(members.EnumerateObject(), member =>
            Assert.Contains("\"description\"", member.Value.GetRawText(), StringComparison.Ordinal));
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        Assert.Equal("links", Assert.Single(schema.GetProperty("required").EnumerateArray()).GetString());
        Assert.Equal("duration", members.GetProperty("maxAge").GetProperty("format").GetString());
        Assert.Equal(["string", "array"], FormsOf(members.GetProperty("links")));
        Assert.Equal(["AudioFormat", "AudioMembers"], FormsOf(schemas.GetProperty("AudioRequest")));
        Assert.Equal(["VideoFormat", "VideoMembers"], FormsOf(schemas.GetProperty("VideoRequest")));
        Assert.Equal(["string", "array", "CaptionsMembers"], FormsOf(schemas.GetProperty("CaptionsRequest")));
        Assert.Equal(
            ["original", "mp3", "m4a", "opus"],
            schemas.GetProperty("AudioFormat").GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(
            ["format", "bitrate"],
            schemas.GetProperty("AudioMembers").GetProperty("properties").EnumerateObject().Select(name => name.Name));

        static IEnumerable<string?> FormsOf(JsonElement described) =>
            described.GetProperty("oneOf").EnumerateArray().Select(form => form.TryGetProperty("$ref", out var type)
                ? type.GetString()!.Split('/')[^1]
                : form.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Health_reports_each_check()
    {
        await using var app = await GatewayApp.StartAsync();

        var health = await app.GetAsync("/health");
        var alive = await app.GetAsync("/alive");

        Assert.Equal("Healthy", health.GetProperty("checks").GetProperty("store").GetProperty("status").GetString());
        Assert.False(alive.GetProperty("checks").TryGetProperty("store", out _));
    }

    [Fact]
    public async Task Responses_forbid_framing_and_content_sniffing()
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
