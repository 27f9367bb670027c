using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Tests.Sources;

/// <summary>Returns one answer to every request, and records the requests.</summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private CannedServer(WebApplication app) => this.app = app;

    public ConcurrentQueue<(string Address, string? Key)> Requests { get; } = new();

    public Uri Address => new(
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static Task<CannedServer> StartAsync(
        int status, string body, params (string Name, string Value)[] headers) =>
        StartAsync(async http =>
        {
            http.Response.StatusCode = status;
            foreach (var (name, value) in headers)
                http.Response.Headers[name] = value;
            await http.Response.WriteAsync(body);
        });

    public static async Task<CannedServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new CannedServer(builder.Build());
        server.app.Run(http =>
        {
            server.Requests.Enqueue(
                ($"{http.Request.Path}{http.Request.QueryString}", http.Request.Headers["X-Goog-Api-Key"]));
            return answer(http);
        });
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
