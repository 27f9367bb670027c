using Adapters.YouTubeSources.YtDlp;
using Adapters.YouTubeSources.YtDlp.Serving;
using Tests.Support;

namespace Tests.Sources.YtDlp;

/// <summary>Covers programs that cannot be kept, and processes that answer with something else.</summary>
[Collection(ProgramTests.Name)]
public sealed class FallbackTests
{
    /// <summary>First line of a kept process.</summary>
    private const string Hello = """{"version": "1", "file": "/x"}""";

    [NeedsFact("python3")]
    public async Task An_archive_is_kept_too()
    {
        using var program = FakeYtDlp.Archive(RunnerRig.Echo);
        using var rig = new RunnerRig(program.Program);

        Assert.Equal(await rig.ProcessOfAsync(), await rig.ProcessOfAsync());
    }

    [NeedsFact("sh")]
    public async Task A_program_without_python_runs_once_per_question()
    {
        using var program = FakeYtDlp.Script("#!/bin/sh\necho \"plain $1\"\n");
        using var rig = new RunnerRig(program.Program);

        Assert.Equal("plain 1\n", RunnerRig.Output(await rig.RunAsync("1")));
        Assert.Equal("plain 2\n", RunnerRig.Output(await rig.RunAsync("2")));
    }

    [NeedsFact("python3")]
    public async Task A_program_whose_module_is_missing_or_another_runs_once_per_question()
    {
        using var program = FakeYtDlp.Script($"#!{FakeYtDlp.Python}\nimport sys\nprint('plain', sys.argv[1])\n");
        using var rig = new RunnerRig(program.Program);

        Assert.Equal("plain 1\n", RunnerRig.Output(await rig.RunAsync("1")));
        Assert.Equal("plain 2\n", RunnerRig.Output(await rig.RunAsync("2")));
    }

    [Fact]
    public async Task A_program_whose_interpreter_is_missing_says_so()
    {
        using var program = FakeYtDlp.Script("#!/no/such/python3\n");
        using var rig = new RunnerRig(program.Program);

        var outcome = Assert.IsType<YtDlpOutcome.Broke>(await rig.RunAsync());

        Assert.StartsWith("could not be started: ", outcome.Reason, StringComparison.Ordinal);
    }

    /// <summary>Shell commands of a process that does not answer as it must.</summary>
    public static readonly TheoryData<string> Hostile = new()
    {
        "yes | tr -d '\\n'",
        "yes",
        "echo 'Traceback (most recent call last):'; sleep 60",
        "printf '{\"id\": 1, \"co'",
        "exit 0",
        "echo '{\"id\": 7, \"code\": 0, \"out\": 0, \"err\": 0, \"fault\": false}'; sleep 60",
        "echo '{\"id\": 1, \"code\": 0, \"out\": 5, \"err\": -1, \"fault\": false}'; sleep 60",
        "echo '{\"id\": 1, \"code\": 0, \"out\": 5, \"err\": 999999999, \"fault\": false}'; sleep 60",
        "echo '{\"id\": 1, \"code\": 0, \"out\": 500, \"err\": 0, \"fault\": false}'; echo half",
        "echo null; sleep 60",
    };

    [NeedsTheory("sh")]
    [MemberData(nameof(Hostile))]
    public async Task A_process_that_never_answers_as_it_must_is_replaced_by_plain_runs(string answer)
    {
        using var program = Odd($"echo '{Hello}'; read line; {answer}");
        using var rig = new RunnerRig(program.Program, clock: new HastyClock());

        Assert.Equal("plain\n", RunnerRig.Output(await rig.RunAsync("1")));
        Assert.Equal("plain\n", RunnerRig.Output(await rig.RunAsync("2")));
        await AllEndAsync(program);
    }

    [NeedsTheory("sh")]
    [MemberData(nameof(Hostile))]
    public async Task A_process_that_does_not_start_as_it_must_is_replaced_by_plain_runs(string hello)
    {
        using var program = Odd(hello);
        using var rig = new RunnerRig(program.Program, clock: new HastyClock());

        Assert.Equal("plain\n", RunnerRig.Output(await rig.RunAsync("1")));
        await AllEndAsync(program);
    }

    [NeedsTheory("sh")]
    [InlineData("yes | tr -d '\\n'", "wrote something other than an answer")]
    [InlineData("echo garbage; sleep 60", "wrote something other than an answer")]
    [InlineData("echo 'No module named x' >&2; exit 3", "ended with exit code 3: No module named x")]
    public async Task A_process_that_stops_answering_is_a_failure_and_is_replaced(string answer, string reason)
    {
        using var program = Odd($$"""
            echo '{{Hello}}'; read line
            printf '{"id": 1, "code": 0, "out": 4, "err": 0, "fault": false}\nkept'
            read line; {{answer}}
            """);
        using var rig = new RunnerRig(program.Program);
        Assert.Equal("kept", RunnerRig.Output(await rig.RunAsync("1")));

        Assert.Equal(new YtDlpOutcome.Broke(reason), await rig.RunAsync("2"));

        Assert.Equal("kept", RunnerRig.Output(await rig.RunAsync("3")));
    }

    [NeedsFact("sh")]
    public async Task An_answer_over_the_bound_is_not_read()
    {
        using var program = Odd($$"""
            echo '{{Hello}}'; read line
            echo '{"id": 1, "code": 0, "out": 100000000, "err": 0, "fault": false}'; yes
            """);
        using var rig = new RunnerRig(program.Program, new YtDlpOptions { MaxProcesses = 1, MaxOutput = 100_000 });

        Assert.IsType<YtDlpOutcome.TooMuchOutput>(await rig.RunAsync("1"));
        await AllEndAsync(program);
    }

    /// <summary>
    /// A program whose interpreter is a shell script, which a test scripts for the case that it is kept.
    /// </summary>
    private static FakeYtDlp Odd(string kept)
    {
        var program = FakeYtDlp.Script("");
        var interpreter = program.WriteProgram("python3-odd", $"""
            #!/bin/sh
            case "$1" in *yt_dlp_server.py) echo $$ > "$0.pid"; {kept}
            exit 0;; esac
            case "$*" in *--version*) echo 1;; *) echo plain;; esac
            """);
        program.WriteProgram("yt-dlp", $"#!{interpreter}\n");
        return program;
    }

    private static Task AllEndAsync(FakeYtDlp program)
    {
        var id = int.Parse(
            File.ReadAllText(Path.Combine(program.Folder, "python3-odd.pid")),
            System.Globalization.CultureInfo.InvariantCulture);
        return Eventually.TrueAsync(() => !RunnerRig.IsRunning(id), "the process is ended");
    }

    /// <summary>Shortens waits of up to two seconds, as the one for the end of a process that wrote nonsense.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, IsShort(dueTime) ? dueTime / 10 : dueTime, period);

        private static bool IsShort(TimeSpan time) => time > TimeSpan.Zero && time <= TimeSpan.FromSeconds(2);
    }
}
