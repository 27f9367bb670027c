using System.Text;
using System.Text.RegularExpressions;
using Adapters.YouTubeSources.YtDlp;
using Adapters.YouTubeSources.YtDlp.Serving;
using Extraction.Links;
using Extraction.Lists;
using StandIn;
using StandIn.Requests;
using StandIn.Settings;
using Tests.Support;

namespace Tests.Sources.YtDlp;

/// <summary>Compares a kept process with a run of the program: after the first question, it has a past.</summary>
[Collection(ProgramTests.Name)]
public sealed partial class SameAnswerTests
{
    private static readonly string[] Videos =
    [
        "M4gD1WSo5mA", Recorded.PrivateVideo, "cJ9to6EmElQ", Recorded.MembersOnly, "K4DyBUG242c", Recorded.Live,
        "tjz2u2DiveM", "M4gD1WSo5mA",
    ];

    [NeedsFact("yt-dlp")]
    public async Task A_kept_process_answers_as_the_program_does()
    {
        await using var standIn = await StandInHost.StartAsync();
        var options = OptionsFor(standIn);
        using var kept = new RunnerRig("yt-dlp", options);
        using var once = new RunnerRig("yt-dlp", options with { KeepRunning = false });

        foreach (var id in Videos)
        {
            var arguments = YtDlpArguments.For(VideoId.Parse(id), options);
            Assert.Equal(Form(await once.RunAsync([.. arguments])), Form(await kept.RunAsync([.. arguments])));
        }

        Assert.Equal(2, standIn.Requests.Of("cJ9to6EmElQ").Asked);
    }

    [NeedsFact("yt-dlp")]
    public async Task A_kept_process_reads_lists_as_the_program_does()
    {
        await using var standIn = await StandInHost.StartAsync();
        var options = OptionsFor(standIn) with { ExtractorArgs = null };
        using var kept = new RunnerRig("yt-dlp", options);
        using var once = new RunnerRig("yt-dlp", options with { KeepRunning = false });
        Assert.True(ListAddress.TryParse("/playlist?list=PLstand00120", out var list));

        foreach (var skip in (int[])[0, 30])
        {
            var arguments = YtDlpArguments.For(list, skip, 30, options);
            Assert.Equal(Form(await once.RunAsync([.. arguments])), Form(await kept.RunAsync([.. arguments])));
        }
    }

    [NeedsTheory("yt-dlp")]
    [InlineData(nameof(ErrorRates.TooManyRequests))]
    [InlineData(nameof(ErrorRates.ServerError))]
    [InlineData(nameof(ErrorRates.Garbage))]
    public async Task A_kept_process_reports_an_error_of_the_site_as_the_program_does(string error)
    {
        await using var standIn = await StandInHost.StartAsync(new StandInSettings { Errors = Faults.Only(error) });
        var options = OptionsFor(standIn);
        using var kept = new RunnerRig("yt-dlp", options);
        using var once = new RunnerRig("yt-dlp", options with { KeepRunning = false });
        var arguments = YtDlpArguments.For(VideoId.Parse("M4gD1WSo5mA"), options);

        var (expected, actual) = (
            Assert.IsType<YtDlpOutcome.Exited>(await once.RunAsync([.. arguments])),
            Assert.IsType<YtDlpOutcome.Exited>(await kept.RunAsync([.. arguments])));

        Assert.NotEqual(0, actual.Code);
        Assert.Equal(
            (expected.Code, YtDlpErrors.Classify(expected.Error, expected.Code)),
            (actual.Code, YtDlpErrors.Classify(actual.Error, actual.Code)));
    }

    [NeedsFact("yt-dlp")]
    public async Task A_kept_process_downloads_the_script_of_the_player_once()
    {
        await using var standIn = await StandInHost.StartAsync();
        var options = OptionsFor(standIn) with
        {
            ExtractorArgs = "youtube:player_client=web;player_skip=webpage,configs",
        };
        using var rig = new RunnerRig("yt-dlp", options);

        var asked = new List<long>();
        foreach (var id in (string[])["standplay01", "standplay02", "standplay03"])
        {
            RunnerRig.Output(await rig.RunAsync([.. YtDlpArguments.For(VideoId.Parse(id), options)]));
            asked.Add(standIn.Requests.AskedOn(SourceRoute.Other));
        }

        // Each run asks which player is current; only the first one downloads it.
        Assert.Equal((long[])[2, 3, 4], asked);
    }

    private static YtDlpOptions OptionsFor(StandInHost standIn) => new()
    {
        MaxProcesses = 1,
        Proxy = standIn.ProxyAddress.ToString(),
        NoCheckCertificates = true,
        ExtractorArgs = "youtube:player_client=android;player_skip=webpage,configs,js",
    };

    /// <summary>
    /// All that a run leaves behind, without the second in which it ran and the browser that yt-dlp chose by chance.
    /// </summary>
    private static (int Code, string Output, string Error) Form(YtDlpOutcome outcome)
    {
        var exited = Assert.IsType<YtDlpOutcome.Exited>(outcome);
        return (exited.Code, Chance().Replace(Encoding.UTF8.GetString(exited.Output.Span), ""), exited.Error);
    }

    [GeneratedRegex("""("epoch": \d+)|("User-Agent": "[^"]*")""")]
    private static partial Regex Chance();
}
