using Composition;
using Jobs;
using Jobs.Running;
using Jobs.Stores;
using Jobs.Submissions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tests.Support;

namespace Tests.Kafka;

/// <summary>
/// Runs hosts that accept and run jobs in the test's process, over one database file. By default one host does both.
/// </summary>
internal class TransportRig : IAsyncDisposable
{
    protected static readonly JobKind Light = new("light", "light.requested", JobWeight.Light);
    protected static readonly JobKind Heavy = new("heavy", "heavy.requested", JobWeight.Heavy);

    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string?> settings;
    private IHost gateway = null!;

    protected TransportRig(params Dictionary<string, string?>?[] overrides)
    {
        settings = new()
        {
            ["Data:Path"] = folder.Path,
            ["Data:Durable"] = "false",
            ["Jobs:RelayInterval"] = "00:00:00.200",
        };
        foreach (var (name, value) in overrides.SelectMany(some => some ?? []))
            settings[name] = value;
    }

    public TestHandlers Handlers { get; } = new();

    public IServiceProvider Gateway => gateway.Services;

    public IJobReader Store => Gateway.GetRequiredService<IJobReader>();

    public static async Task<TransportRig> StartInProcessAsync(Dictionary<string, string?>? overrides)
    {
        var rig = new TransportRig(overrides);
        await rig.StartGatewayAsync(rig.AddHandlers);
        return rig;
    }

    public async Task<IReadOnlyList<Job>> SubmitAsync(int count, string kind = "light")
    {
        var factory = Gateway.GetRequiredService<JobFactory>();
        var submission = new Submission
        {
            Id = SubmissionId.New(TimeProvider.System),
            AcceptedAt = TimeProvider.System.GetUtcNow(),
        };
        var jobs = Enumerable.Range(0, count).Select(i => factory.Create(submission.Id, kind, $"{kind}-{i}", "{}"))
            .ToArray();
        await Gateway.GetRequiredService<JobSubmitter>().SubmitAsync(submission, jobs, CancellationToken.None);
        return jobs;
    }

    public async Task<bool> AllEndedAsync(IReadOnlyList<Job> jobs) =>
        (await Store.CountAsync(jobs[0].SubmissionId, CancellationToken.None)).Open == 0;

    public virtual async ValueTask DisposeAsync()
    {
        await gateway.StopAsync();
        gateway.Dispose();
        folder.Dispose();
    }

    protected async Task StartGatewayAsync(Action<IHostApplicationBuilder> add)
    {
        gateway = Build(builder =>
        {
            builder.AddTransport().AddOutboxRelay();
            add(builder);
        });
        await gateway.StartAsync();
    }

    protected IHost Build(Action<IHostApplicationBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton(Light);
        builder.Services.AddSingleton(Heavy);
        builder.AddJobs();
        builder.AddStores();
        add(builder);
        return builder.Build();
    }

    protected void AddHandlers(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IJobHandler>(new TestHandler(Light, Handlers));
        builder.Services.AddSingleton<IJobHandler>(new TestHandler(Heavy, Handlers));
    }
}
