namespace AppHost;

/// <summary>Closes the published gateway to everyone without a key, and workers to everyone but it.</summary>
internal static class Access
{
    private const string KeyParameter = "gateway-api-key";
    private const string SecretParameter = "worker-secret";
    private const string SecretVariable = "Direct__Secret";

    /// <summary>
    /// Requires an API key of every client of a published gateway. The key is generated, unless keys are configured; on
    /// the developer's machine there is none.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithAccess(
        this IResourceBuilder<ProjectResource> gateway, Choices choices, DeclaredSettings settings)
    {
        if (gateway.ApplicationBuilder.ExecutionContext.IsRunMode)
            return gateway;

        if (choices.Open && !settings.HasKeys)
        {
            gateway.WithEnvironment("Gateway__Open", bool.TrueString);
        }
        else if (!settings.HasKeys)
        {
            var key = Generated(gateway.ApplicationBuilder, KeyParameter)
                .WithDescription("The key that clients of the gateway send in the header X-Api-Key.");
            gateway.WithEnvironment("Gateway__ApiKeys__0__Name", "operator")
                .WithEnvironment("Gateway__ApiKeys__0__Key", key);
        }

        return gateway.WithEnvironment(HostSettings.AllowedHosts, NamesOf(gateway, choices, settings));
    }

    /// <summary>
    /// Lets a worker answer for its own address, and shares a generated secret with the gateway, without which a worker
    /// answers nobody.
    /// </summary>
    public static void ShareSecret(
        this IResourceBuilder<ProjectResource> worker,
        IResourceBuilder<ProjectResource> gateway,
        DeclaredSettings settings)
    {
        worker.WithEnvironment(
            HostSettings.AllowedHosts, ReferenceExpression.Create($"{worker.GetEndpoint(Hosts.Endpoint)}"));
        if (settings.Has(SecretVariable))
            return;

        var secret = Generated(worker.ApplicationBuilder, SecretParameter)
            .WithDescription("The secret that the gateway sends to its workers.");
        worker.WithEnvironment(SecretVariable, secret);
        gateway.WithEnvironment(SecretVariable, secret);
    }

    /// <summary>
    /// Returns the host names for which the gateway answers: its own address in the target, the public host, and those
    /// that are configured.
    /// </summary>
    private static ReferenceExpression NamesOf(
        IResourceBuilder<ProjectResource> gateway, Choices choices, DeclaredSettings settings)
    {
        var hosts = new ReferenceExpressionBuilder();
        hosts.Append($"{gateway.GetEndpoint(Hosts.Endpoint)}");
        foreach (var name in new[] { choices.PublicHost, settings.Text(HostSettings.AllowedHosts) }.OfType<string>())
            hosts.AppendLiteral($";{name}");
        return hosts.Build();
    }

    /// <summary>Letters and digits only: azd, Compose, and YAML each treat other characters in their own way.</summary>
    private static IResourceBuilder<ParameterResource> Generated(IDistributedApplicationBuilder builder, string name) =>
        builder.AddParameter(name, new GenerateParameterDefault { MinLength = 32, Special = false }, secret: true);
}
