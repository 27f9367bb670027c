using ServiceDefaults.Lifetime;
using StandIn.Broker;

namespace StandIn;

/// <summary>
/// A YouTube for machines that reach none. In a namespace, because the tests reference another host whose
/// <c>Program</c> has none.
/// </summary>
internal static class Program
{
    public static async Task Main(string[] args)
    {
        if (args is [BrokerProgram.Command, .. var rest])
        {
            await BrokerProgram.RunAsync(rest);
            return;
        }

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.AddStandIn();
        ParentLifetime.AddTo(builder);

        await using var app = builder.Build();
        app.MapStandIn();

        await app.StartAsync();
        Console.WriteLine(StandInAddresses.Of(app));
        await app.WaitForShutdownAsync();
    }
}
