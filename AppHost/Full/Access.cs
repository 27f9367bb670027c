namespace AppHost;

/// <summary>Closes the published gateway to everyone without a key.</summary>
internal static class Access
{
    private const string KeyParameter = "gateway-api-key";
    private const string Localhost = "localhost";

    /// <summary>
    /// Requires an API key of every client of a published gateway. The key is generated, unless keys are configured; on
    /// the developer's machine there is none.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithAccess(
        this IResourceBuilder<ProjectResource> gateway, Choices choices, DeclaredSettings settings)
    {
        if (gateway.ApplicationBuilder.ExecutionContext.IsRunMode)
            return gateway;

        if (!choices.Open && settings.FirstKey is null)
        {
            // Letters and digits only: azd, Compose, and YAML each treat other characters in their own way.
            var key = gateway.ApplicationBuilder
                .AddParameter(
                    KeyParameter, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true)
                .WithDescription("The key that clients of the gateway send in the header X-Api-Key.");
            gateway.WithEnvironment("Gateway__ApiKeys__0__Name", "operator")
                .WithEnvironment("Gateway__ApiKeys__0__Key", key);
        }

        return (choices.PublicHost ?? settings.Text(HostSettings.AllowedHosts)) is { } hosts and not "*"
            ? gateway.WithEnvironment(HostSettings.AllowedHosts, WithLocalhost(hosts))
            : gateway;
    }

    /// <summary>Adds the host that probes name.</summary>
    private static string WithLocalhost(string hosts) =>
        hosts.Split(';', StringSplitOptions.TrimEntries).Contains(Localhost, StringComparer.OrdinalIgnoreCase)
            ? hosts
            : $"{hosts};{Localhost}";
}
