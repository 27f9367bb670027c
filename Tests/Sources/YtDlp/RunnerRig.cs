using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Adapters.YouTubeSources.Processes;
using Adapters.YouTubeSources.YtDlp;
using Adapters.YouTubeSources.YtDlp.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Tests.Sources.YtDlp;

/// <summary>Runs a program as the source does.</summary>
internal sealed class RunnerRig : IDisposable
{
    /// <summary>A program that says which process runs it, and with which arguments.</summary>
    public const string Echo = """print(json.dumps({"pid": os.getpid(), "args": sys.argv[1:]}))""";

    private readonly YtDlpRunner runner;

    public RunnerRig(string program, YtDlpOptions? options = null, TimeProvider? clock = null) =>
        runner = new YtDlpRunner(
            new ProcessRunner(TimeProvider.System),
            Options.Create((options ?? new YtDlpOptions { MaxProcesses = 1 }) with { Program = program }),
            clock ?? TimeProvider.System,
            NullLogger<YtDlpRunner>.Instance);

    public Task<YtDlpOutcome> RunAsync(params string[] arguments) => runner.RunAsync(arguments, CancellationToken.None);

    public Task<YtDlpOutcome> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        runner.RunAsync(arguments, cancellationToken);

    /// <summary>Runs <see cref="Echo"/>.</summary>
    /// <returns>The process that ran it.</returns>
    public async Task<int> ProcessOfAsync(params string[] arguments) =>
        (int)JsonNode.Parse(Output(await RunAsync(arguments)))!["pid"]!;

    public static string Output(YtDlpOutcome outcome)
    {
        var exited = Assert.IsType<YtDlpOutcome.Exited>(outcome);
        Assert.True(exited.Code == 0, exited.Error);
        return Encoding.UTF8.GetString(exited.Output.Span);
    }

    /// <summary>Checks whether a process runs; one that has ended and was not waited for does not.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && (!File.Exists($"/proc/{id}/stat")
                || !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal));
        }
        catch (Exception error) when (error is ArgumentException or IOException)
        {
            return false;
        }
    }

    public void Dispose() => runner.Dispose();
}
