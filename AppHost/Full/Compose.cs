using Aspire.Hosting.Docker;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ComposeNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes;
using Aspire.Hosting.Docker.Resources.ServiceNodes.Swarm;

namespace AppHost;

/// <summary>Completes the publisher's output for Docker Compose.</summary>
internal static class Compose
{
    private const string Project = "links";
    private const string GatewayPort = "GATEWAY_PORT";
    private const string DashboardPort = "DASHBOARD_PORT";
    private const string DashboardUrl = "DASHBOARD_URL";
    private const string LocalDashboard = "127.0.0.1:18888";
    private const string Restart = "unless-stopped";

    /// <summary>Longer than <c>Jobs:DrainTimeout</c>; Compose kills after 10 seconds.</summary>
    private const string StopGracePeriod = "30s";

    public static void AddCompose(this IDistributedApplicationBuilder builder)
    {
        ComposeFile? written = null;
        builder.AddDockerComposeEnvironment("compose")
            .WithDashboard(dashboard => dashboard.PublishAsDockerComposeService((_, service) =>
            {
                service.Ports = [$"${{{DashboardPort}:-{LocalDashboard}}}:18888"];
                service.Restart = Restart;
            }))
            .ConfigureComposeFile(file =>
            {
                file.Name = Project;
                written = file;
            })
            .ConfigureEnvFile(variables =>
            {
                if (written is not null)
                    EnvironmentFile.Complete(written, variables);
                Add(variables, GatewayPort, "8080", "Port of this machine for the gateway, or address:port");
                Add(
                    variables,
                    DashboardPort,
                    LocalDashboard,
                    "Port of this machine for the dashboard, or address:port");
                Add(
                    variables,
                    DashboardUrl,
                    $"http://{LocalDashboard}",
                    "Address of the dashboard for the page's links");
            });
    }

    /// <summary>
    /// Starts a host again after a failure or a reboot. The program of the images runs without any capability.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AsComposeService(
        this IResourceBuilder<ProjectResource> host, Choices choices) =>
        host.PublishAsDockerComposeService((resource, service) =>
        {
            service.Restart = Restart;
            service.StopGracePeriod = StopGracePeriod;
            service.CapDrop = ["ALL"];
            service.SecurityOpt = ["no-new-privileges:true"];
            foreach (var dependency in service.DependsOn.Where(pair => pair.Key is "kafka" or "mongo"))
                dependency.Value.Condition = "service_healthy";
            if (resource.Name == "gateway")
            {
                service.Ports = [$"${{{GatewayPort}:-8080}}:{Hosts.ContainerPort}"];
                service.Environment.TryAdd("Dashboard__Url", $"${{{DashboardUrl}:-http://{LocalDashboard}}}");
            }
            else
            {
                service.Deploy = new Deploy { Replicas = choices.Replicas };
            }
        });

    /// <summary>Is healthy when the broker accepts connections: the image has a shell, but no small client.</summary>
    public static IResourceBuilder<KafkaServerResource> AsComposeService(
        this IResourceBuilder<KafkaServerResource> kafka) =>
        kafka.PublishAsDockerComposeService((_, service) => Server(service, "bash", "-c", "</dev/tcp/localhost/9092"));

    public static IResourceBuilder<MongoDBServerResource> AsComposeService(
        this IResourceBuilder<MongoDBServerResource> mongo) =>
        mongo.PublishAsDockerComposeService((_, service) => Server(
            service, "mongosh", "--quiet", "--eval", "quit(db.adminCommand('ping').ok ? 0 : 1)"));

    private static void Server(Service service, params string[] check)
    {
        service.Restart = Restart;
        service.Healthcheck = new Healthcheck
        {
            Test = ["CMD", .. check],
            Interval = "5s",
            Timeout = "5s",
            Retries = 12,
            StartPeriod = "60s",
        };
    }

    private static void Add(
        IDictionary<string, CapturedEnvironmentVariable> variables, string name, string value, string description) =>
        variables[name] = new CapturedEnvironmentVariable
        {
            Name = name,
            DefaultValue = value,
            Description = description,
        };
}
