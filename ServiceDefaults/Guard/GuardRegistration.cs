using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Guard;

internal static class GuardRegistration
{
    /// <summary>
    /// Adds the guard. It is a filter of the start, so that nothing a host adds to its pipeline runs before it; only
    /// forwarded headers do, where the configuration trusts them.
    /// </summary>
    public static void Add(IHostApplicationBuilder builder, bool servesPages)
    {
        builder.Services.AddOptions<GuardOptions>()
            .Configure<IConfiguration>((options, configuration) =>
                (options.AllowedHosts, options.ServesPages) =
                    (configuration[GuardOptions.AllowedHostsSetting], servesPages))
            .Validate(
                options => HostNames.FirstInvalid(options.AllowedHosts) is null,
                $"{GuardOptions.AllowedHostsSetting} has an entry that is no host name: write names separated by "
                + "semicolons, as in links.example.org;*.example.com.")
            .ValidateOnStart();
        builder.Services.AddOptions<DirectOptions>().BindConfiguration(DirectOptions.Section).ValidateDataAnnotations()
            .ValidateOnStart();

        // The framework's own filter of the same setting knows no addresses, and its answers have no headers.
        builder.Services.Configure<HostFilteringOptions>(framework => framework.AllowedHosts = ["*"]);
        builder.Services.AddSingleton<IStartupFilter, RequestGuard>();
    }
}
