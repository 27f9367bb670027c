using System.Text.Json.Nodes;
using Adapters.YouTubeSources.YtDlp;
using Adapters.YouTubeSources.YtDlp.Serving;
using Tests.Support;

namespace Tests.Sources.YtDlp;

[Collection(ProgramTests.Name)]
public sealed class KeptProcessTests
{
    [NeedsFact("python3")]
    public async Task One_process_answers_many_questions()
    {
        using var program = FakeYtDlp.With(RunnerRig.Echo);
        using var rig = new RunnerRig(program.Program);

        int[] processes = [await rig.ProcessOfAsync(), await rig.ProcessOfAsync(), await rig.ProcessOfAsync()];

        Assert.Single(processes.Distinct());
        Assert.True(RunnerRig.IsRunning(processes[0]));
    }

    [NeedsFact("python3")]
    public async Task Each_question_has_its_own_arguments()
    {
        using var program = FakeYtDlp.With(RunnerRig.Echo);
        using var rig = new RunnerRig(program.Program);

        foreach (var arguments in (string[][])[["--proxy", "http://a b:1"], ["", "\"'\n\\", "개"], []])
        {
            var answer = JsonNode.Parse(RunnerRig.Output(await rig.RunAsync(arguments)))!;
            Assert.Equal(arguments, answer["args"]!.AsArray().Select(one => (string)one!));
        }
    }

    [NeedsFact("python3")]
    public async Task Messages_and_exit_code_are_those_of_the_program()
    {
        using var program = FakeYtDlp.With("""
            print("you’re", file=sys.stderr)
            sys.exit(int(sys.argv[1]) if sys.argv[1].isdigit() else sys.argv[1])
            """);
        using var kept = new RunnerRig(program.Program);
        using var once = new RunnerRig(program.Program, new YtDlpOptions { KeepRunning = false });

        foreach (var code in (string[])["0", "3", "a sentence"])
        {
            var expected = Assert.IsType<YtDlpOutcome.Exited>(await once.RunAsync(code));
            var actual = Assert.IsType<YtDlpOutcome.Exited>(await kept.RunAsync(code));
            Assert.Equal((expected.Code, expected.Error), (actual.Code, actual.Error));
        }
    }

    [NeedsFact("python3")]
    public async Task A_process_is_replaced_after_a_number_of_questions()
    {
        using var program = FakeYtDlp.With(RunnerRig.Echo);
        using var rig = new RunnerRig(program.Program, new YtDlpOptions { MaxProcesses = 1, MaxRunsPerProcess = 2 });

        var processes = new List<int>();
        for (var i = 0; i < 5; i++)
            processes.Add(await rig.ProcessOfAsync());

        Assert.Equal([2, 2, 1], processes.GroupBy(id => id).Select(same => same.Count()));
        await Eventually.TrueAsync(() => !RunnerRig.IsRunning(processes[0]), "the first process ends");
    }

    [NeedsFact("python3")]
    public async Task A_process_that_hangs_is_replaced()
    {
        using var program = FakeYtDlp.With($"""
            if "hang" in sys.argv:
                while True: pass
            {RunnerRig.Echo}
            """);
        using var rig = new RunnerRig(
            program.Program, new YtDlpOptions { MaxProcesses = 1, Timeout = TimeSpan.FromSeconds(2) });
        var before = await rig.ProcessOfAsync();

        var outcome = await rig.RunAsync("hang");

        Assert.IsType<YtDlpOutcome.TimedOut>(outcome);
        await Eventually.TrueAsync(() => !RunnerRig.IsRunning(before), "the process is ended");
        Assert.NotEqual(before, await rig.ProcessOfAsync());
    }

    [NeedsFact("python3")]
    public async Task A_process_that_dies_is_replaced()
    {
        using var program = FakeYtDlp.With($"""
            if "die" in sys.argv: os.kill(os.getpid(), 9)
            {RunnerRig.Echo}
            """);
        using var rig = new RunnerRig(program.Program);
        var before = await rig.ProcessOfAsync();

        var outcome = await rig.RunAsync("die");

        Assert.Equal(new YtDlpOutcome.Broke("ended with exit code 137"), outcome);
        Assert.NotEqual(before, await rig.ProcessOfAsync());
    }

    [NeedsFact("python3")]
    public async Task A_process_whose_run_throws_is_replaced()
    {
        using var program = FakeYtDlp.With($"""
            if "throw" in sys.argv: raise ValueError("no")
            {RunnerRig.Echo}
            """);
        using var rig = new RunnerRig(program.Program);
        var before = await rig.ProcessOfAsync();

        var outcome = Assert.IsType<YtDlpOutcome.Exited>(await rig.RunAsync("throw"));

        Assert.Equal(1, outcome.Code);
        Assert.EndsWith("ValueError: no\n", outcome.Error, StringComparison.Ordinal);
        Assert.NotEqual(before, await rig.ProcessOfAsync());
    }

    [NeedsFact("python3")]
    public async Task A_process_that_keeps_too_much_memory_is_replaced()
    {
        using var program = FakeYtDlp.With($"""
            sys.kept = b"x" * 100_000_000
            {RunnerRig.Echo}
            """);
        using var rig = new RunnerRig(
            program.Program, new YtDlpOptions { MaxProcesses = 1, MaxProcessMemory = 64 * 1024 * 1024 });

        Assert.NotEqual(await rig.ProcessOfAsync(), await rig.ProcessOfAsync());
    }

    [NeedsFact("python3")]
    public async Task A_run_that_takes_too_much_memory_is_ended()
    {
        using var program = FakeYtDlp.With($"""
            if "grow" in sys.argv:
                sys.kept = b"x" * 100_000_000
                time.sleep(30)
            {RunnerRig.Echo}
            """);
        using var rig = new RunnerRig(
            program.Program, new YtDlpOptions { MaxProcesses = 1, MaxProcessMemory = 64 * 1024 * 1024 });
        var before = await rig.ProcessOfAsync();

        var outcome = await rig.RunAsync("grow");

        Assert.Equal(new YtDlpOutcome.Broke("used more than 64 MB of memory"), outcome);
        await Eventually.TrueAsync(() => !RunnerRig.IsRunning(before), "the process is ended");
    }

    [NeedsFact("python3")]
    public async Task After_an_update_the_new_version_answers()
    {
        using var program = FakeYtDlp.With("print(__version__)");
        using var rig = new RunnerRig(program.Program);
        var before = RunnerRig.Output(await rig.RunAsync());

        program.Install("print(__version__)", "2002.02.02.post1");
        var after = RunnerRig.Output(await rig.RunAsync());

        Assert.Equal((FakeYtDlp.Version, "2002.02.02.post1"), (before.Trim(), after.Trim()));
    }

    [NeedsFact("python3")]
    public async Task A_process_ends_when_nobody_uses_it()
    {
        using var program = FakeYtDlp.With(RunnerRig.Echo);
        using var rig = new RunnerRig(
            program.Program, new YtDlpOptions { MaxProcesses = 1, IdleTimeout = TimeSpan.FromSeconds(1) });

        var process = await rig.ProcessOfAsync();

        await Eventually.TrueAsync(() => !RunnerRig.IsRunning(process), "the process ends");
    }

    [NeedsFact("python3")]
    public async Task A_canceled_run_leaves_no_process()
    {
        using var program = FakeYtDlp.With($"""
            if "wait" in sys.argv: time.sleep(60)
            {RunnerRig.Echo}
            """);
        using var rig = new RunnerRig(program.Program);
        var process = await rig.ProcessOfAsync();
        using var cancellation = new CancellationTokenSource();

        var run = rig.RunAsync(cancellation.Token, "wait");
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await Eventually.TrueAsync(() => !RunnerRig.IsRunning(process), "the process is ended");
    }

    [NeedsFact("python3")]
    public async Task When_every_process_is_in_use_the_program_is_not_asked()
    {
        using var program = FakeYtDlp.With("time.sleep(60)");
        using var rig = new RunnerRig(
            program.Program, new YtDlpOptions { MaxProcesses = 1, QueueTimeout = TimeSpan.Zero });
        using var cancellation = new CancellationTokenSource();
        var first = rig.RunAsync(cancellation.Token);

        var second = await rig.RunAsync();

        Assert.IsType<YtDlpOutcome.Busy>(second);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }
}
