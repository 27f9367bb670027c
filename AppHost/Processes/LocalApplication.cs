using Microsoft.Extensions.Configuration;

namespace AppHost.Processes;

/// <summary>Runs the application as processes of this machine: docs/adr/0025.</summary>
internal static class LocalApplication
{
    /// <summary>Maximum wait for a broker that is not a process of this application.</summary>
    private static readonly TimeSpan BrokerLimit = TimeSpan.FromSeconds(30);

    /// <returns>True if the options select processes instead of Aspire's graph.</returns>
    public static bool IsChosen(string[] args) =>
        Configuration(Arguments.Split(args))["infra"] is { } infra
        && infra.Equals(nameof(Infra.Processes), StringComparison.OrdinalIgnoreCase);

    /// <param name="args">The arguments of the program.</param>
    /// <param name="introduction">Sentence that says at the start what this is, and what it is not.</param>
    /// <returns>The exit code: 1, after one sentence, if the application cannot start.</returns>
    public static async Task<int> RunAsync(string[] args, string introduction)
    {
        var arguments = Arguments.Split(args);
        if (arguments.AsksForHelp)
        {
            Console.WriteLine(Arguments.Help);
            return 0;
        }

        if (arguments.WhyInvalid() is { } invalid)
            return Refuse(invalid);
        var configuration = Configuration(arguments);
        if (!Choices.TryRead(configuration, Infra.Processes, out var choices, out var problem))
            return Refuse(problem);
        if (GatewayAddress.From(choices, arguments.ForGateway) is not { } address)
            return Refuse("The gateway's --urls takes an address, as in http://localhost:8080.");
        if (WhyRefused(choices, configuration, address) is { } refused)
            return Refuse(refused);

        using var signals = new StopSignals();
        var graph = new Graph(choices, configuration, address);
        var resources = graph.Resources(arguments.ForGateway);
        var log = new Log(Console.Out, resources);
        log.Say(introduction);
        using var supervisor = new Supervisor(resources, log, TimeProvider.System);
        signals.Repeated += supervisor.Kill;
        return await RunAsync(supervisor, graph, log, address, signals.Token);
    }

    private static async Task<int> RunAsync(
        Supervisor supervisor, Graph graph, Log log, GatewayAddress address, CancellationToken stopping)
    {
        try
        {
            if (graph.ExternalBroker is { } broker)
                await WaitForBrokerAsync(broker, stopping);
            await supervisor.StartAsync(stopping);
            log.WriteTable(
                [.. supervisor.Rows, ("data", graph.DataPath, "")],
                $"Open {address.Local.GetLeftPart(UriPartial.Authority)} (Ctrl+C stops everything).");
            await supervisor.KeepAsync(stopping);
            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            log.Say("Stopping.");
            return 0;
        }
        catch (StartException problem)
        {
            return Refuse(problem.Message);
        }
        finally
        {
            await supervisor.StopAsync();
        }
    }

    private static string? WhyRefused(Choices choices, IConfiguration configuration, GatewayAddress address) =>
        choices.Infra is Infra.Containers
            ? "--infra containers needs the full build: use --infra processes, external, or embedded here."
        : choices.Infra is Infra.External && string.IsNullOrWhiteSpace(configuration.GetConnectionString("kafka"))
            ? "--infra external needs a broker: add --ConnectionStrings:kafka host:9092."
        : Ports.IsInUse(address.Local.Port)
            ? $"Port {address.Local.Port} is in use: stop the program that uses it, "
                + "or choose another port with --gateway-port."
        : null;

    private static async Task WaitForBrokerAsync(Probe broker, CancellationToken cancellationToken)
    {
        try
        {
            await broker.WaitAsync(cancellationToken).WaitAsync(BrokerLimit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new StartException(
                $"The broker {broker.Address} accepts no connections: start it, or correct ConnectionStrings:kafka.");
        }
    }

    /// <summary>Reads the options as Aspire's builder does: user secrets, environment, arguments.</summary>
    private static IConfigurationRoot Configuration(Arguments arguments) => new ConfigurationBuilder()
        .AddUserSecrets(typeof(LocalApplication).Assembly, optional: true)
        .AddEnvironmentVariables()
        .AddCommandLine([.. arguments.Options])
        .Build();

    private static int Refuse(string problem)
    {
        Console.Error.WriteLine(problem);
        return 1;
    }
}
