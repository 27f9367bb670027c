using System.Net;
using ServiceDefaults.Lifetime;

namespace StandIn.Broker;

/// <summary><c>StandIn broker</c>: a Kafka cluster in a process of its own, and an address for its faults.</summary>
internal static class BrokerProgram
{
    public const string Command = "broker";

    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var options = builder.Configuration.GetSection(BrokerOptions.Section).Get<BrokerOptions>() ?? new();
        options.ThrowIfInvalid();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        ParentLifetime.AddTo(builder);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<MockCluster>();
        builder.Services.AddSingleton<Outage>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.ControlPort);
        });

        await using var app = builder.Build();
        app.MapBroker();
        var cluster = app.Services.GetRequiredService<MockCluster>();
        await app.StartAsync();

        // Read by scripts, so they keep their form.
        Console.WriteLine($"control: {app.Urls.Single()}");
        Console.WriteLine($"broker: {cluster.Brokers}");
        await app.WaitForShutdownAsync();
    }
}
