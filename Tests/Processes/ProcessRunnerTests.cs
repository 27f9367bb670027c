using System.Diagnostics;
using System.Text;
using Adapters.YouTubeSources.Processes;
using Tests.Support;

namespace Tests.Processes;

[Collection(ProgramTests.Name)]
public sealed class ProcessRunnerTests
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    private readonly ProcessRunner runner = new(TimeProvider.System);

    [NeedsFact("sh")]
    public async Task Output_errors_and_exit_code_are_separate()
    {
        var result = await runner.RunAsync(Shell("echo out; echo err >&2; exit 3"), CancellationToken.None);

        var exited = Assert.IsType<ProcessResult.Exited>(result);
        Assert.Equal((3, "out\n", "err\n"), (exited.Code, Encoding.UTF8.GetString(exited.Output.Span), exited.Error));
    }

    [NeedsFact("sh")]
    public async Task Arguments_never_pass_through_a_shell()
    {
        var result = await runner.RunAsync(
            new ProcessRequest("printf", ["%s|", "a b", "$(id)", "\"; rm -rf /", ""]) { Timeout = WaitLimit },
            CancellationToken.None);

        var exited = Assert.IsType<ProcessResult.Exited>(result);
        Assert.Equal("a b|$(id)|\"; rm -rf /||", Encoding.UTF8.GetString(exited.Output.Span));
    }

    [NeedsFact("cat")]
    public async Task Standard_input_is_closed()
    {
        var result = await runner.RunAsync(
            new ProcessRequest("cat", []) { Timeout = WaitLimit }, CancellationToken.None);

        Assert.Equal(0, Assert.IsType<ProcessResult.Exited>(result).Code);
    }

    [NeedsFact("sh")]
    public async Task A_program_that_writes_too_much_is_killed()
    {
        var result = await runner.RunAsync(Shell("yes") with { MaxOutput = 100_000 }, CancellationToken.None);

        Assert.IsType<ProcessResult.TooMuchOutput>(result);
    }

    [NeedsFact("sh")]
    public async Task Of_many_errors_the_last_are_kept()
    {
        var result = await runner.RunAsync(
            Shell("i=0; while [ $i -lt 5000 ]; do echo line $i >&2; i=$((i+1)); done; echo last >&2") with
            {
                MaxError = 1000,
            },
            CancellationToken.None);

        var error = Assert.IsType<ProcessResult.Exited>(result).Error;
        Assert.True(error.Length <= 1000);
        Assert.EndsWith("line 4999\nlast\n", error, StringComparison.Ordinal);
    }

    [NeedsFact("sh")]
    public async Task On_time_out_no_child_is_left()
    {
        var marker = Marker();

        var result = await runner.RunAsync(
            Shell($"sleep {marker} & sleep {marker}") with { Timeout = TimeSpan.FromSeconds(1) },
            CancellationToken.None);

        Assert.IsType<ProcessResult.TimedOut>(result);
        await Eventually.TrueAsync(() => Running(marker) == 0, "the children end");
    }

    [NeedsFact("sh")]
    public async Task On_cancellation_no_child_is_left()
    {
        var marker = Marker();
        using var cancellation = new CancellationTokenSource();

        var run = runner.RunAsync(Shell($"sleep {marker} & sleep {marker}"), cancellation.Token);
        await Eventually.TrueAsync(() => Running(marker) == 2, "the children run");
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Eventually.TrueAsync(() => Running(marker) == 0, "the children end");
    }

    [Fact]
    public async Task A_missing_program_is_a_result()
    {
        var result = await runner.RunAsync(
            new ProcessRequest("no-such-program-here", []) { Timeout = WaitLimit }, CancellationToken.None);

        Assert.IsType<ProcessResult.NotStarted>(result);
    }

    private static ProcessRequest Shell(string script) => new("sh", ["-c", script]) { Timeout = WaitLimit };

    /// <summary>Creates a sleep time that identifies the children of one test among all processes.</summary>
    private static string Marker() => $"{Random.Shared.Next(100_000, 900_000)}";

    private static int Running(string marker) => Process.GetProcessesByName("sleep").Count(process =>
    {
        using (process)
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(marker, StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }
    });
}
