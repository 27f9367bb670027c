using Adapters.YouTubeSources.YouTubeApi;
using Extraction.Links;
using Extraction.Sources;
using Extraction.Videos;
using Tests.Support;

namespace Tests.Sources;

public sealed class VideoBatcherTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan CrowdedWindow = TimeSpan.FromMilliseconds(100);

    private readonly ManualClock clock = new();
    private readonly FakeCalls calls = new();
    private readonly VideoBatcher batcher;

    public VideoBatcherTests() => batcher = new VideoBatcher(
        calls, new BatchLimits(50, Window, CrowdedWindow, TimeSpan.FromSeconds(10)), clock);

    [Fact]
    public async Task A_lone_video_waits_for_the_window_only()
    {
        var answer = batcher.GetAsync(Id(1), CancellationToken.None);

        await AdvanceAsync(Window);

        Found(await answer);
        Assert.Equal([1], calls.Sizes);
    }

    [Fact]
    public async Task A_full_call_is_made_without_waiting()
    {
        var answers = Ask(Enumerable.Range(0, 50));

        await Task.WhenAll(answers);

        Assert.Equal([50], calls.Sizes);
    }

    [Fact]
    public async Task Each_call_takes_one_request_before_it_is_made()
    {
        calls.Requests = 0;
        var answers = Ask(Enumerable.Range(0, 120));
        await Eventually.TrueAsync(() => calls.Waiting == 1, "the first call waits for the budget");
        Assert.Empty(calls.Sizes);

        calls.Allow(2);

        await Eventually.TrueAsync(() => calls.Sizes.Count == 2, "two calls are made");
        Assert.Equal([50, 50], calls.Sizes);
        await Task.WhenAll(answers[..100]);
        await AdvanceAsync(CrowdedWindow);
        calls.Allow(1);
        await Task.WhenAll(answers);
        Assert.Equal([50, 50, 20], calls.Sizes);
        Assert.Equal(3, calls.Taken);
    }

    [Fact]
    public async Task Videos_join_while_the_call_waits_for_its_turn()
    {
        calls.Requests = 0;
        var first = Ask([1]);
        await AdvanceAsync(Window);
        await Eventually.TrueAsync(() => calls.Waiting == 1, "the call waits for the budget");

        var others = Ask(Enumerable.Range(2, 30));
        calls.Allow(1);

        await Task.WhenAll([.. first, .. others]);
        Assert.Equal([31], calls.Sizes);
    }

    [Fact]
    public async Task The_same_video_is_asked_for_once()
    {
        var answers = Ask([1, 1, 2, 1]);

        await AdvanceAsync(Window);

        Assert.All(await Task.WhenAll(answers), answer => Found(answer));
        Assert.Equal([2], calls.Sizes);
    }

    [Fact]
    public async Task Without_a_request_every_video_that_waits_is_put_back()
    {
        calls.Requests = 0;
        var answers = Ask(Enumerable.Range(0, 70));
        await Eventually.TrueAsync(() => calls.Waiting == 1, "the call waits for the budget");

        calls.Deny();

        Assert.All(await Task.WhenAll(answers), answer =>
        {
            Assert.False(answer.TryGet(out _, out var why));
            Assert.Equal(SourceFailureCodes.BudgetSpent, why.Failure.Code);
        });
        Assert.Empty(calls.Sizes);
    }

    [Fact]
    public async Task A_video_that_nobody_waits_for_is_not_asked_for_and_costs_nothing()
    {
        calls.Requests = 0;
        using var leaving = new CancellationTokenSource();
        var answer = batcher.GetAsync(Id(1), leaving.Token);
        await AdvanceAsync(Window);
        await Eventually.TrueAsync(() => calls.Waiting == 1, "the call waits for the budget");

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        calls.Allow(1);

        await Eventually.TrueAsync(() => calls.GivenBack == 1, "the request is given back");
        Assert.Empty(calls.Sizes);
    }

    [Fact]
    public async Task After_a_crowded_call_the_next_one_waits_longer_for_company()
    {
        await Task.WhenAll(Ask(Enumerable.Range(0, 50)));
        var answer = batcher.GetAsync(Id(100), CancellationToken.None);

        await AdvanceAsync(CrowdedWindow / 2);
        Assert.Equal([50], calls.Sizes);
        await AdvanceAsync(CrowdedWindow / 2);

        Found(await answer);
        Assert.Equal([50, 1], calls.Sizes);
    }

    [Fact]
    public async Task A_while_after_a_crowded_call_a_lone_video_is_not_delayed()
    {
        await Task.WhenAll(Ask(Enumerable.Range(0, 50)));
        clock.Advance(TimeSpan.FromSeconds(3));
        var answer = batcher.GetAsync(Id(100), CancellationToken.None);

        await AdvanceAsync(Window);

        Found(await answer);
    }

    [Fact]
    public async Task An_exception_reaches_every_caller_and_the_next_call_is_made()
    {
        calls.Throws = true;
        var answers = Ask([1, 2]);
        await AdvanceAsync(Window);
        foreach (var one in answers)
            await Assert.ThrowsAsync<InvalidOperationException>(() => one);

        calls.Throws = false;
        var answer = batcher.GetAsync(Id(3), CancellationToken.None);
        await AdvanceAsync(Window);

        Found(await answer);
    }

    private Task<SourceAnswer<Video>>[] Ask(IEnumerable<int> numbers) =>
        [.. numbers.Select(number => batcher.GetAsync(Id(number), CancellationToken.None))];

    private async Task AdvanceAsync(TimeSpan by)
    {
        await Eventually.TrueAsync(() => clock.Waiting > 0, "the batcher waits");
        clock.Advance(by);
    }

    private static VideoId Id(int number) => VideoId.Parse($"standBat{number:000}");

    private static Video Found(SourceAnswer<Video> answer) =>
        Assert.IsType<SourceAnswer<Video>.Found>(answer).Value;
}
