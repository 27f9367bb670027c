using Microsoft.Extensions.Hosting;

namespace ServiceDefaults;

/// <summary>Adds nothing: this build has no packages for service discovery and resilience (docs/adr/0002).</summary>
internal static class Network
{
    public static void Add(IHostApplicationBuilder builder) => ArgumentNullException.ThrowIfNull(builder);
}
