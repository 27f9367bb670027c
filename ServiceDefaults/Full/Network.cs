using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace ServiceDefaults;

/// <summary>How HTTP clients find this product's services and bear with them.</summary>
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
    /// Only for this product's own services, and only when a request did not arrive: sources have budgets and circuits
    /// of their own, and a second retry on top of those makes blocking worse (docs/adr/0021).
    /// </summary>
    private static HttpRetryStrategyOptions Retry(OwnServices own) => new()
    {
        MaxRetryAttempts = 3,
        Delay = TimeSpan.FromMilliseconds(100),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = attempt => ValueTask.FromResult(
            attempt.Outcome.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            && own.Has(attempt.Context.GetRequestMessage()?.RequestUri)),
    };
}

/// <summary>The services that the configuration names, as service discovery reads them.</summary>
internal sealed class OwnServices
{
    private readonly HashSet<string> authorities;

    public OwnServices(IConfiguration configuration)
    {
        var services = configuration.GetSection("Services").GetChildren().ToList();
        authorities = new HashSet<string>(
            services.Select(service => service.Key).Concat(services.SelectMany(Addresses)), StringComparer.OrdinalIgnoreCase);
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
