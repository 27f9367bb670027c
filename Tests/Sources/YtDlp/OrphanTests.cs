using System.Globalization;
using System.Net.Http.Json;
using Tests.Processes;
using Tests.Support;

namespace Tests.Sources.YtDlp;

[Collection(ProgramTests.Name)]
public sealed class OrphanTests
{
    [NeedsFact("python3", "sleep")]
    public async Task A_killed_process_leaves_neither_yt_dlp_nor_the_programs_that_it_runs()
    {
        using var folder = new TempFolder();
        var ids = Path.Combine(folder.Path, "ids");
        using var program = FakeYtDlp.With($"""
            child = subprocess.Popen(["sleep", "600"])
            open("{ids}.tmp", "w").write(f"{"{os.getpid()} {child.pid}"}")
            os.rename("{ids}.tmp", "{ids}")
            while True: pass
            """);
        await using var gateway = await GatewayProcess.StartAsync(
            $"Data:Path={Path.Combine(folder.Path, "data")}", "Sources:Chain=yt-dlp",
            $"Sources:YtDlp:Program={program.Program}");
        using var response = await gateway.Client.PostAsJsonAsync("/links", new { links = new[] { "dQw4w9WgXcQ" } });
        response.EnsureSuccessStatusCode();
        await Eventually.TrueAsync(() => File.Exists(ids), "yt-dlp is asked");
        int[] processes = [.. File.ReadAllText(ids).Split(' ').Select(
            id => int.Parse(id, CultureInfo.InvariantCulture))];
        Assert.All(processes, id => Assert.True(RunnerRig.IsRunning(id)));

        await gateway.KillAsync();

        await Eventually.TrueAsync(() => !processes.Any(RunnerRig.IsRunning), "both processes end");
    }
}
