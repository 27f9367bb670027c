namespace AppHost;

/// <summary>Declares the application: what runs, what it needs, and what it connects.</summary>
internal static class Graph
{
    public static void AddLinks(this IDistributedApplicationBuilder builder, Choices choices, HostSettings settings)
    {
        builder.AddTarget(choices);
        var settingsOfHosts = builder.AddSettings(choices, settings);
        var standIn = builder.AddStandIn(choices);
        if (choices.Infra is Infra.Embedded)
        {
            builder.AddGateway(choices, settingsOfHosts, standIn).WithStoredData(choices);
            return;
        }

        var kafka = builder.AddBroker(choices);
        var store = builder.AddStore(choices);

        // Before the gateway, which references it: the publisher for Kubernetes gives a resource the address of the
        // dashboard only if nothing declared earlier references it.
        var extractor = builder.AddExtractor(choices, settingsOfHosts, standIn)
            .WithReference(kafka).WaitFor(kafka)
            .WithStore(store);

        // Waits for no worker: links are accepted while there is none.
        var gateway = builder.AddGateway(choices, settingsOfHosts, standIn)
            .WithReference(kafka).WaitFor(kafka)
            .WithStore(store)
            .WithReference(extractor);
        extractor.ShareSecret(gateway, settingsOfHosts);
    }
}
