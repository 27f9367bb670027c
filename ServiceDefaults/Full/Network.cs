using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace ServiceDefaults;

/// <summary>Adds service discovery and retries to HTTP clients.</summary>
internal static class Network
{
    public static void Add(IHostApplicationBuilder builder)
    {
        builder.Services.AddServiceDiscovery();
        var own = new OwnServices(builder.Configuration);
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddResilienceHandler("own-services", pipeline => pipeline.AddRetry(Retry(own)));
            http.AddServiceDiscovery();
        });
    }

    /// <summary>
    /// Retries only requests to this product's own services, and only if they did not arrive: sources have their own
    /// budgets and circuits, and a second retry on top of those makes blocking worse (docs/adr/0021).
    /// </summary>
    private static HttpRetryStrategyOptions Retry(OwnServices own) => new()
    {
        MaxRetryAttempts = 3,
        Delay = TimeSpan.FromMilliseconds(100),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = attempt => ValueTask.FromResult(
            DidNotArrive(attempt.Outcome.Exception) && own.Has(attempt.Context.GetRequestMessage()?.RequestUri)),
    };

    private static bool DidNotArrive(Exception? error) => error is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
    };
}

/// <summary>Holds the services in the configuration, as service discovery reads them.</summary>
internal sealed class OwnServices
{
    private readonly HashSet<string> authorities;

    public OwnServices(IConfiguration configuration)
    {
        var services = configuration.GetSection("Services").GetChildren().ToList();
        authorities = new HashSet<string>(
            services.Select(service => service.Key).Concat(services.SelectMany(Addresses)),
            StringComparer.OrdinalIgnoreCase);
    }

    public bool Has(Uri? address) =>
        address is { IsAbsoluteUri: true }
            && (authorities.Contains(address.Host) || authorities.Contains(address.Authority));

    private static IEnumerable<string> Addresses(IConfigurationSection service) =>
        service.AsEnumerable()
            .SelectMany(setting => (setting.Value ?? "").Split(','))
            .Select(text => Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) ? address.Authority : null)
            .OfType<string>();
}
