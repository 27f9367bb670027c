using System.Security.Cryptography.X509Certificates;
using StandIn.Requests;
using StandIn.Settings;

namespace StandIn;

/// <summary>A stand-in inside another process: what tests and measurements start.</summary>
internal sealed class StandInHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CurrentSettings current;
    private readonly StandInAddresses addresses;

    private StandInHost(WebApplication app)
    {
        this.app = app;
        addresses = StandInAddresses.Of(app);
        current = app.Services.GetRequiredService<CurrentSettings>();
        Requests = app.Services.GetRequiredService<RequestLog>();
        Certificate = app.Services.GetRequiredService<X509Certificate2>();
    }

    public Uri BaseAddress => addresses.Base;

    public Uri ProxyAddress => addresses.Proxy;

    /// <summary>Certificate that the proxy presents for every host.</summary>
    public X509Certificate2 Certificate { get; }

    public RequestLog Requests { get; }

    /// <exception cref="ArgumentException">The settings contradict themselves.</exception>
    public StandInSettings Settings
    {
        get => current.Value;
        set => current.Value = value.WhyInvalid() is { } reason ? throw new ArgumentException(reason,
            nameof(value)) : value;
    }

    public static async Task<StandInHost> StartAsync(
        StandInSettings? settings = null, StandInOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Without arguments and from the program's own folder: nothing of the surrounding process's configuration.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.AddStandIn(options);

        var app = builder.Build();
        app.MapStandIn();
        await app.StartAsync(cancellationToken);

        var host = new StandInHost(app);
        if (settings is not null)
            host.Settings = settings;
        return host;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
